/**
 * The front matter of a Markdown file (YAML, TOML or JSON, as the usual site generators read it): its title, and whether it
 * says that the text isn't published. Not a whole parser: keys at the top level with a value in one line. Pure.
 * https://jekyllrb.com/docs/front-matter/ · https://gohugo.io/content-management/front-matter/
 */
import { saysUnpublished } from "../unpublished.ts";

export type FrontMatter = {
	title: string;
	/** The text below it. */
	body: string;
	/** The line by which it says that it isn't published; null where it says no such thing. */
	unpublished: string | null;
};

/** Characters. A longer one is text. */
const MAX_LENGTH = 20_000;

const fences: { open: RegExp; close: RegExp; separator: ":" | "=" }[] = [
	{ open: /^---[ \t]*\n/, close: /^(?:---|\.\.\.)[ \t]*$/m, separator: ":" },
	{ open: /^\+\+\+[ \t]*\n/, close: /^\+\+\+[ \t]*$/m, separator: "=" },
	{ open: /^;;;[ \t]*\n/, close: /^;;;[ \t]*$/m, separator: ":" },
];
/** What every line of it is: a key, a value of one, an item, a remark, a table's head. Else two rules stand around text. */
const frontLine =
	/^(?:\s|$|#|-(?:\s|$)|[}\]]|\[{1,2}[^\]]*\]{1,2}\s*$|["']?[\w$-]{1,40}(?:[ .][\w$-]{1,40}){0,3}["']?\s*[:=](?:\s|$|"))/;
const pair = /^\s{0,8}["']?([\w.-]{1,60})["']?\s*[:=]\s*(.*)$/;

/** Without quotation marks, a remark behind it, or a comma. */
function valueOf(raw: string): string {
	const said = raw.trim().slice(0, 1_000);
	const [, , quoted] = /^(["'])((?:\\.|(?!\1)[^\\])*)\1/.exec(said) ?? [];
	return (
		quoted ??
		said
			.replace(/(?:^|\s)#.*$/, "")
			.replace(/,$/, "")
			.trim()
	);
}

function read(front: string, body: string): FrontMatter {
	const found: FrontMatter = { title: "", body, unpublished: null };
	const lines = front.split("\n");
	for (const [at, each] of lines.entries()) {
		const [, key = "", raw = ""] = pair.exec(each) ?? [];
		if (key === "") continue;
		const isTop = !/^\s/.test(each) || front.startsWith("{");
		// A value of several lines stands below its key.
		const value = valueOf(/^[|>][-+]?\d?\s*$/.test(raw) ? (lines[at + 1] ?? "") : raw);
		if (isTop && key.toLowerCase() === "title") found.title ||= value;
		if (saysUnpublished(key, value) && (isTop || key.toLowerCase() === "render"))
			found.unpublished ??= each.trim().slice(0, 100);
		if (isTop) found.unpublished ??= dated(key, value);
	}
	return found;
}

/** Generators leave out what is for later, and what has run out. */
function dated(key: string, value: string): string | null {
	const name = key.toLowerCase();
	if (!/^(?:publishdate|expirydate|unpublishdate|expires)$/.test(name)) return null;
	const at = Date.parse(value);
	const isOver = Number.isNaN(at) ? false : name === "publishdate" ? at > Date.now() : at < Date.now();
	return isOver ? `${key}: ${value}` : null;
}

/** `text`: with line feeds alone. */
export function frontMatterOf(text: string): FrontMatter {
	for (const { open, close, separator } of fences) {
		const begun = open.exec(text)?.[0];
		if (begun === undefined) continue;
		const rest = text.slice(begun.length, begun.length + MAX_LENGTH);
		// One that isn't closed ends with its first empty line.
		const end = close.exec(rest) ?? /^[ \t]*$/m.exec(rest);
		if (end === null) break;
		const front = rest.slice(0, end.index);
		const isFront =
			front.split("\n").every((each) => frontLine.test(each)) && (front.trim() === "" || front.includes(separator));
		const isOpen = /"""|'''|[|>][-+]?\s*$/m.test(front);
		if (!isFront && !isOpen) break;
		return read(front, text.slice(begun.length + end.index + end[0].length));
	}
	// Hugo's JSON.
	if (/^\{\s*\n?\s*"[\w-]+"\s*:/.test(text)) {
		const end = /^\}[ \t]*$/m.exec(text.slice(0, MAX_LENGTH));
		if (end) return read(text.slice(0, end.index + 1), text.slice(end.index + 1));
	}
	return { title: "", body: text, unpublished: null };
}

/** Why such a file isn't read. */
export const isDraft = (line: string): string =>
	`It says that it isn't published (“${line}”). Take that line out to have it read.`;
