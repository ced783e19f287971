/**
 * Takes authors' notes out of Markdown, which their tools show to no reader: HTML comments, those of Obsidian, MDX, Liquid,
 * Jinja, Hugo, Handlebars, kramdown and CriticMarkup, link definitions that are remarks, and the tags and imports of
 * templates. Code stays as it is. One pass: no closing mark is looked for twice, so that it takes time in proportion to the text.
 */

export type Notes = {
	/** What is left. */
	text: string;
	/** How many there were, and the beginning of the first. */
	count: number;
	first: string;
};

const MAX_FIRST = 200;
/** A longer tag is none. */
const MAX_TAG = 2_000;

/** What may begin something: a line's own marks first. */
const begins =
	/^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})([^\n]*)$|^[ \t>]*\[([^\]\n]{1,100})\]:[ \t]*|^(?:import|export)[ \t]|^#\+begin_comment\b|^%[ \t]|`+|<!--|%{2,}|\{::comment\}|\{\/\*|\{\{|\{%|\{#(?=[\s-])|\{>>|\{--|\{~~|\{\+\+|\{==|\\[\s\S]/gim;

const imports = /import[ \t](?:[\w*{}\s,$]{1,300}?\sfrom[ \t])?[ \t]*["'][^"'\n]{1,300}["'];?[ \t]*$/my;
const exports = /export[ \t]+(?:const|let|var|default|function|async|class|\{|\*)/y;
const components =
	/^(?:tab|tabs?item|details|expand|notice|note|tip|warning|alert|callout|hint|info|admonition|accordion|collapse|faq|question|step|spoiler)\b/i;
const named =
	/(?:title|header|name|label|summary|question)\s*=\s*["“]([^"”\n]{1,300})["”]|^\s*[\w-]+\s+["“]([^"”\n]{1,300})["”]/;
/** Marks of generators that hide nothing. */
const markers =
	/^\s*(?:more|truncate|toc|excerpt|end|prettier-ignore(?:-\w+)?|markdownlint-[\w-]+.*|omit in toc|no toc|BEGIN|START.*|END.*)\s*$/i;
/** "[//]: # (a remark)", "[comment]: <> (a remark)" */
const remarkLabel = /^(?:\/\/|\/|_|#|-|comments?\b.*|hidden|todo|notes?|remark|internal)$/i;
const remarkTarget = /(?:<#?>|#)(?=\s|$)/my;

export function withoutNotes(text: string): Notes {
	const kept: string[] = [];
	const found = { count: 0, first: "" };
	/** Where each closing mark is next: looked for once. */
	const next = new Map<string, number>();
	let from = 0;
	/** Directives that are written as a fence and hold text ("```{note}"), by their marks. */
	const directives: string[] = [];
	const isMyst = /^[ \t]*(?:`{3,}|:{3,})\{/m.test(text);
	const runs = new CodeRuns(text);

	const end = (closing: string, at: number): number => {
		const known = next.get(closing);
		if (known !== undefined && (known < 0 || known >= at)) return known;
		const index = text.indexOf(closing, at);
		next.set(closing, index);
		return index;
	};
	const endLine = (at: number): number => {
		const index = text.indexOf("\n", at);
		return index < 0 ? text.length : index;
	};
	const beginsLine = (at: number): boolean => {
		let before = at - 1;
		while (text[before] === " " || text[before] === "\t" || text[before] === ">") before--;
		return before < 0 || text[before] === "\n";
	};
	const paragraphEnd = (at: number): number => {
		const index = end("\n\n", at);
		return index < 0 ? text.length : index;
	};
	const cut = (start: number, to: number, instead = ""): void => {
		kept.push(text.slice(from, start), instead);
		from = to;
	};
	const note = (start: number, to: number, said: string): void => {
		cut(start, to);
		const words = said.replace(/\s+/g, " ").trim();
		if (words === "" || markers.test(words)) return;
		found.count++;
		found.first ||= words.slice(0, MAX_FIRST);
	};

	/** A fence, or a directive's mark, at a line's start; where reading goes on. */
	const fence = (at: number, whole: string, mark: string, info: string): number => {
		const lineTo = at + whole.length;
		const open = directives.at(-1);
		if (open !== undefined && info.trim() === "" && mark[0] === open[0] && mark.length >= open.length) {
			directives.pop();
			return lineTo;
		}
		if (mark[0] === "`" && info.includes("`")) return at + whole.indexOf(mark) + mark.length;
		if (
			/^\s*\{(?!code|sourcecode|literal|parsed|highlight|math|mermaid|r\b|python|julia|eval|plot|raw)[\w:-]+\}/.test(
				info,
			)
		) {
			directives.push(mark);
			return lineTo;
		}
		const closing = new RegExp(`^[ \\t>]*${mark[0]}{${mark.length},}[ \\t]*$`, "gm");
		closing.lastIndex = lineTo + 1;
		const closed = closing.exec(text);
		return closed === null ? text.length : closed.index + closed[0].length;
	};

	/** A definition of a link that is a remark; where reading goes on. */
	const remark = (at: number, whole: string, label: string): number => {
		const behind = at + whole.length;
		remarkTarget.lastIndex = behind;
		const target = remarkTarget.exec(text)?.[0];
		if (label.startsWith("^") || (target === undefined && !remarkLabel.test(label.trim()))) return behind;
		let begin = behind + (target?.length ?? 0);
		while (text[begin] === " " || text[begin] === "\t" || (text[begin] === "\n" && /["'(]/.test(text[begin + 1] ?? "")))
			begin++;
		const closing = ({ "(": ")", '"': '"', "'": "'" } as Record<string, string>)[text[begin] ?? ""];
		const last = paragraphEnd(begin);
		const closed = closing === undefined ? -1 : end(closing, begin + 1);
		const to = endLine(closed < 0 || closed > last ? begin : closed);
		note(at, to, text.slice(begin, to).replace(/^["'(]|["')]\s*$/g, ""));
		return to;
	};

	/** Tags of templates: notes with what they hold, others by themselves. */
	const tag = (at: number, open: string): number => {
		const head = text.slice(at, at + 40);
		const liquid = open === "{%";
		if (!liquid && /^\{\{-?\s*\/\*/.test(head)) return between(at, "*/", /^\s*-?\}\}/);
		if (!liquid && head.startsWith("{{!")) return head.startsWith("{{!--") ? between(at, "--}}") : between(at, "}}");
		const hugo = /^\{\{([<%])\s*(\/?)\s*([\w-]+)/.exec(head);
		const name = liquid ? /^\{%[-+]?\s*([\w#]+)/.exec(head)?.[1] : hugo?.[3];
		if (name === undefined) return at + open.length;
		const closing = liquid ? "%}" : hugo?.[1] === "<" ? ">}}" : "%}}";
		const closed = end(closing, at + 2);
		if (closed < 0 || closed - at > MAX_TAG) return at + open.length;
		const to = closed + closing.length;
		if (name.startsWith("#")) {
			note(at, to, text.slice(at + 3, closed));
			return to;
		}
		if (name === "comment" && hugo?.[2] !== "/") return nested(at, to, liquid);
		const inner = text.slice(at + 2 + (liquid ? 0 : 1), closed);
		const title = components.test(name) ? named.exec(inner) : null;
		cut(at, to, title ? `\n\n**${title[1] ?? title[2] ?? ""}**\n\n` : "");
		return to;
	};

	/** From here to the closing mark; to the end where there is none. */
	const between = (at: number, closing: string, rest?: RegExp): number => {
		const closed = end(closing, at + 2);
		let to = closed < 0 ? text.length : closed + closing.length;
		to += rest?.exec(text.slice(to, to + 20))?.[0].length ?? 0;
		note(at, to, text.slice(at, to).replace(/^[{}%<>!/*\s#-]+|[{}%<>/*\s#-]+$/g, ""));
		return to;
	};

	/** A comment block, which may hold others. */
	const nested = (at: number, inside: number, liquid: boolean): number => {
		const marks = liquid
			? /\{%[-+]?\s*(end)?comment\b[^%\n]{0,100}%\}/g
			: /\{\{[<%]\s*(\/)?\s*comment\b[^>%\n]{0,100}[>%]\}\}/g;
		marks.lastIndex = inside;
		let depth = 1;
		for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
			depth += mark[1] === undefined ? 1 : -1;
			if (depth > 0) continue;
			note(at, mark.index + mark[0].length, text.slice(inside, mark.index));
			return mark.index + mark[0].length;
		}
		note(at, text.length, text.slice(inside));
		return text.length;
	};

	/** Obsidian's: a pair of marks, or a whole line. */
	const percents = (at: number, mark: string): number => {
		const before = text[at - 1] ?? "\n";
		const behind = at + mark.length;
		if (/[\w)%]/.test(before)) return behind;
		const isLine = beginsLine(at);
		const closed = end(mark, behind);
		const lineTo = endLine(at);
		if (closed >= 0 && (isLine || closed < paragraphEnd(at))) {
			note(at, closed + mark.length, text.slice(behind, closed));
			return closed + mark.length;
		}
		if (!isLine) return behind;
		note(at, lineTo, text.slice(behind, lineTo));
		return lineTo;
	};

	const html = (at: number): number => {
		// "<!-->" and "<!--->" are empty ones.
		const empty = /^<!--(?:-?>)/.exec(text.slice(at, at + 6))?.[0];
		if (empty !== undefined) {
			cut(at, at + empty.length);
			return at + empty.length;
		}
		const [one, other] = [end("-->", at + 4), end("--!>", at + 4)];
		const closed = one < 0 || (other >= 0 && other < one) ? other : one;
		const isLine = beginsLine(at);
		const to = closed >= 0 ? text.indexOf(">", closed) + 1 : isLine ? text.length : paragraphEnd(at);
		note(at, to, text.slice(at + 4, closed < 0 ? to : closed));
		return to;
	};

	const changes: Record<string, [closing: string, instead: (inner: string) => string | null]> = {
		"{>>": ["<<}", () => null],
		"{--": ["--}", () => null],
		"{++": ["++}", (inner) => inner],
		"{==": ["==}", (inner) => inner],
		"{~~": ["~~}", (inner) => inner.slice(inner.indexOf("~>") + 2)],
	};
	const critic = (at: number, open: string): number => {
		const [closing = "", instead] = changes[open] ?? [];
		const closed = end(closing, at + 3);
		if (closed < 0 || closed > paragraphEnd(at) || (open === "{~~" && !text.slice(at, closed).includes("~>")))
			return at + 3;
		const inner = text.slice(at + 3, closed);
		const said = instead?.(inner) ?? null;
		if (said === null) note(at, closed + 3, inner);
		else cut(at, closed + 3, said);
		return closed + 3;
	};

	const one = (at: number, [whole, mark, info = "", label]: RegExpExecArray): number => {
		if (mark !== undefined) return fence(at, whole, mark, info);
		if (label !== undefined) return remark(at, whole, label);
		if (whole[0] === "\\") return at + whole.length;
		if (whole[0] === "`") return runs.end(at, whole.length, paragraphEnd(at));
		if (whole === "<!--") return html(at);
		if (whole.startsWith("%%")) return percents(at, whole);
		if (whole === "{{" || whole === "{%") return tag(at, whole);
		if (whole === "{/*") return between(at, "*/}");
		if (whole === "{#") return end("#}", at) < 0 ? at + 2 : between(at, "#}");
		const low = whole.toLowerCase();
		if (low === "{::comment}") return block(at, whole.length, /\{:\/(?:comment)?\}/g);
		if (low.startsWith("#+begin")) return block(at, whole.length, /^#\+end_comment\b/gim);
		if (low.startsWith("import") || low.startsWith("export")) return script(at, low.startsWith("import"));
		if (whole[0] === "%") {
			if (isMyst) note(at, endLine(at), text.slice(at + 1, endLine(at)));
			return isMyst ? endLine(at) : at + whole.length;
		}
		return critic(at, whole);
	};

	const block = (at: number, length: number, closing: RegExp): number => {
		closing.lastIndex = at + length;
		const closed = closing.exec(text);
		const to = closed ? closed.index + closed[0].length : text.length;
		note(at, to, text.slice(at + length, closed?.index ?? to));
		return to;
	};

	/** Lines of a program at the top of MDX. */
	const script = (at: number, isImport: boolean): number => {
		const pattern = isImport ? imports : exports;
		pattern.lastIndex = at;
		const matched = pattern.exec(text);
		if (matched === null) return at + 6;
		const to = isImport ? at + matched[0].length : paragraphEnd(at);
		cut(at, to);
		return to;
	};

	for (let match = begins.exec(text); match; match = begins.exec(text)) {
		const to = one(match.index, match);
		begins.lastIndex = Math.max(to, match.index + 1);
	}
	begins.lastIndex = 0;
	kept.push(text.slice(from));
	return { text: kept.join(""), ...found };
}

/** Runs of backticks in a paragraph, by their lengths: code in a line ends with as many as it began with. */
class CodeRuns {
	readonly #text: string;
	#from = 0;
	#to = -1;
	#runs = new Map<number, number[]>();

	constructor(text: string) {
		this.#text = text;
	}

	/** Where the code that begins at `at` ends; behind the run where it is none. */
	end(at: number, length: number, paragraphEnd: number): number {
		if (at >= this.#to || at < this.#from) {
			[this.#from, this.#to] = [at, paragraphEnd];
			this.#runs = new Map();
			for (const run of this.#text.slice(at, paragraphEnd).matchAll(/`+/g)) {
				const others = this.#runs.get(run[0].length);
				if (others) others.push(at + run.index);
				else this.#runs.set(run[0].length, [at + run.index]);
			}
			for (const places of this.#runs.values()) places.reverse();
		}
		const places = this.#runs.get(length) ?? [];
		while ((places.at(-1) ?? Infinity) <= at) places.pop();
		const closed = places.at(-1);
		return (closed ?? at) + length;
	}
}
