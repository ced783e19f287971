/**
 * What writers' tools add to Markdown, as plain Markdown: call-outs and tabs (MkDocs, Docusaurus, VitePress, Quarto, MyST,
 * Obsidian, GitHub, and Sphinx in reStructuredText) lose their marks and keep their titles and text; titles in the attributes
 * of components become lines; footnotes, links between pages and attribute lists are written out. Blocks that the tools hide
 * are taken out. Line by line; code stays as it is.
 */

export type Plain = { lines: string[]; hidden: string[] };

/** Of call-outs in call-outs. */
const MAX_NESTED = 12;

const fenceMark = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)$/;
const noCode =
	/^\s*\{(?!code|sourcecode|literal|parsed|highlight|math|mermaid|r\b|python|julia|eval|plot|raw)([\w:-]+)\}\s*(.*)$/;
/** The title is in quotation marks: empty ones are no title. */
const mkdocs =
	/^[ \t]*(?:(?:!!!|\?\?\?\+?)[ \t]+([a-z][\w-]*)(?:[ \t]+[a-z]+)*|===[!+]?)[ \t]*(?:["“]([^"”]*)["”])?[ \t]*$/;
const sphinx =
	/^([ \t]*)\.\. (note|warning|tip|hint|important|caution|danger|attention|error|seealso|admonition|todo|deprecated|versionadded|versionchanged|topic|sidebar)::[ \t]*(.*)$/i;
const colons = /^[ \t>]*(:{3,})[ \t]*(.*)$/;
const alert = /^([ \t]*(?:>[ \t]?)+)\[!([\w-]+)(?:\|[^\]]*)?\][-+]?[ \t]*(.*)$/;
const hiding =
	/^(?:comment|hidden|todo|draft|internal|private|notes)$|^\{[^}]*\.(?:content-hidden|hidden|notes|comment|draft|internal)\b|unless-format/i;
/** What is said of the term above it. */
const saidOf = /^ {0,3}:[ \t]+(\S.*)$/;
/** A place that MyST's links lead to. */
const target = /^\([\w:.-]{1,100}\)=[ \t]*$/;
const option = /^[ \t]*:[\w-]+:(?:[ \t].*)?$/;
const kinds =
	/^(?:note|tip|info|hint|warning|caution|danger|important|attention|error|success|question|faq|example|quote|abstract|summary|bug|failure|seealso|deprecated)$/i;

const said = (kind: string): string =>
	kinds.test(kind) ? kind.charAt(0).toUpperCase() + kind.slice(1).toLowerCase() : "";

/** A question heads what follows it; another title is a line of its own. */
const headed = (title: string): string[] =>
	title === "" ? [""] : ["", /[?？؟]\s*$/.test(title) ? `#### ${title}` : `**${title}**`, ""];

/** The title of `note "Title"`, `note Title`, `note[Title]` or `{.note title="Title"}`. */
function titleOf(head: string): string {
	const quoted = /["“]([^"”]{0,300})["”]/.exec(head);
	const [, kind = "", bracket, rest = ""] =
		/^\{?\.?([\w-]+)\}?(?:\[([^\]]{0,300})\])?(?:\{[^}]{0,300}\})?[ \t]*(.*)$/.exec(head.trim()) ?? [];
	const plain = kind.replace(/^callout-/, "");
	if (quoted) return (quoted[1] ?? "").trim();
	if (head.includes("=")) return said(plain);
	return (bracket ?? rest).trim() || said(plain);
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The lines below `from` that are indented by at least `least`, and where they end. */
function indented(lines: readonly string[], from: number, least: number): { body: string[]; next: number } {
	let next = from;
	while (next < lines.length && (lines[next]?.trim() === "" || indentOf(lines[next] ?? "") >= least)) next++;
	return { body: lines.slice(from, next).map((line) => line.slice(Math.min(least, indentOf(line)))), next };
}

/** Marks within a line of text. */
function inline(line: string, notes: Map<string, number>): string {
	if (!/[[{^=<]/.test(line)) return line;
	const number = (id: string): number => {
		const known = notes.get(id) ?? notes.size + 1;
		notes.set(id, known);
		return known;
	};
	return line
		.split(/(`+[^`]*`+)/)
		.map((part, index) =>
			index % 2 === 1
				? part
				: part
						.replace(
							/^([ \t>]*)\[\^([^\]\s]{1,100})\]:[ \t]*/,
							(_, before: string, id: string) => `${before}&#91;${number(id)}&#93; `,
						)
						.replace(/\[\^([^\]\s]{1,100})\]/g, (_, id: string) => `<sup class="footnote">${number(id)}</sup>`)
						.replace(/\^\[([^\]\n]{1,500})\]/g, " ($1)")
						.replace(/!\[\[[^\]\n]{1,300}\]\]/g, "")
						.replace(/\[\[_?toc_?\]\]/gi, "")
						.replace(
							/\[\[([^\]|\n]{1,300})(?:\|([^\]\n]{1,300}))?\]\]/g,
							(_, page: string, shown?: string) => shown ?? page.replace(/#\^?/, " "),
						)
						.replace(/\{:?[ \t]?[#.][\w-][^{}\n]{0,200}\}|^\{:[^{}\n]{0,200}\}\s*$/g, "")
						.replace(/==(?=\S)([^=\n]{1,500})==/g, "$1")
						.replace(/[ \t]\^[\w-]{4,40}$/, "")
						.replace(component, (tag, title: string) => `\n\n${headed(title).join("\n")}\n\n${tag}\n\n`),
		)
		.join("");
}

/** `<Accordion title="Can I return it?">` of MDX: the attribute is what a reader sees. */
const component =
	/<[A-Z]\w{0,40}(?=\s)[^<>\n]{0,500}?\s(?:title|label|summary|question|header)=["']([^"'\n]{1,300})["'][^<>\n]{0,500}>/g;

/** `notes`: the numbers of footnotes so far, by their names. */
export function plainLines(lines: readonly string[], notes = new Map<string, number>(), level = 0): Plain {
	const plain: Plain = { lines: [], hidden: [] };
	/** Marks of blocks that hold text, innermost last. */
	const open: string[] = [];
	const add = (made: Plain) => {
		for (const line of made.lines) plain.lines.push(line);
		plain.hidden.push(...made.hidden);
	};
	const block = (title: string, body: string[], hides: boolean) => {
		if (hides) return plain.hidden.push([title, ...body].join(" "));
		plain.lines.push(...headed(title));
		add(level < MAX_NESTED ? plainLines(body, notes, level + 1) : { lines: body, hidden: [] });
		plain.lines.push("");
	};
	let afterMark = false;
	/** Of a list of terms, the one that something is said of. */
	let term = "";
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] ?? "";
		if ((afterMark && option.test(line)) || target.test(line)) continue;
		afterMark = false;
		const [, mark, info = ""] = fenceMark.exec(line) ?? [];
		if (mark !== undefined && !(mark[0] === "`" && info.includes("`"))) {
			const directive = noCode.exec(info);
			if (mark[0] === open.at(-1)?.[0] && mark.length >= (open.at(-1)?.length ?? 0) && info.trim() === "") {
				open.pop();
				plain.lines.push("");
			} else if (directive) {
				if (/^todo$/i.test(directive[1] ?? "")) at = hiddenBlock(lines, at, mark, plain.hidden);
				else {
					open.push(mark);
					plain.lines.push(...headed(directive[2] || said(directive[1] ?? "")));
					afterMark = true;
				}
			} else {
				const end = endOfFence(lines, at, mark);
				for (; at < end; at++) plain.lines.push(lines[at] ?? "");
				plain.lines.push(lines[end] ?? "");
			}
			continue;
		}
		const [, bar, head = ""] = colons.exec(line) ?? [];
		if (bar !== undefined) {
			if (head.trim() === "") open.pop();
			else if (hiding.test(head.trim())) {
				at = hiddenBlock(lines, at, bar, plain.hidden);
				continue;
			} else open.push(bar);
			plain.lines.push(...headed(head.trim() === "" ? "" : titleOf(head)));
			afterMark = true;
			continue;
		}
		const callout = mkdocs.exec(line);
		const below = callout && indented(lines, at + 1, indentOf(line) + 4);
		if (callout && below?.body.some((each) => each.trim() !== "")) {
			const [, kind = "", title] = callout;
			block(title ?? said(kind), below.body, hiding.test(kind));
			at = below.next - 1;
			continue;
		}
		const directive = sphinx.exec(line);
		if (directive) {
			const { body: text, next } = indented(lines, at + 1, indentOf(line) + 2);
			const [, , kind = "", rest = ""] = directive;
			const isTitle = /^(?:admonition|topic|sidebar)$/i.test(kind);
			block(
				isTitle ? rest : said(kind),
				[isTitle ? "" : rest, ...text.map((each) => each.trimStart()).filter((each) => !option.test(each))],
				kind.toLowerCase() === "todo",
			);
			at = next - 1;
			continue;
		}
		const about = saidOf.exec(line)?.[1];
		if (about !== undefined && term !== "") {
			plain.lines.push("", ...inline(`${term}: ${about}`, notes).split("\n"));
			continue;
		}
		const next = lines[at + 1] ?? "";
		const isTerm = /^[^\s#>|`~-]/.test(line) && saidOf.test(next.trim() === "" ? (lines[at + 2] ?? "") : next);
		if (isTerm || line.trim() !== "") term = isTerm ? line.trim() : "";
		if (isTerm) continue;
		const [, quote, kind = "", title = ""] = alert.exec(line) ?? [];
		plain.lines.push(
			...inline(quote === undefined ? line : `${quote}**${title.trim() || said(kind) || kind}**`, notes).split("\n"),
		);
		if (quote !== undefined) plain.lines.push(quote);
	}
	return plain;
}

function endOfFence(lines: readonly string[], from: number, mark: string): number {
	for (let at = from + 1; at < lines.length; at++) {
		const close = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/.exec(lines[at] ?? "")?.[1];
		if (close !== undefined && close[0] === mark[0] && close.length >= mark.length) return at;
	}
	return lines.length;
}

/** Where a block ends whose text is hidden. Blocks within it have marks of their own. */
function hiddenBlock(lines: readonly string[], from: number, mark: string, hidden: string[]): number {
	const text: string[] = [];
	let depth = 1;
	let at = from + 1;
	for (; at < lines.length; at++) {
		const line = (lines[at] ?? "").trim();
		if (line.startsWith(mark[0]?.repeat(3) ?? "")) {
			if (/^[:`~]+$/.test(line)) depth--;
			else if (mark[0] === ":") depth++;
			if (depth === 0) break;
		}
		text.push(line);
	}
	hidden.push(text.join(" ").slice(0, 2_000));
	return at;
}
