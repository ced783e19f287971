/**
 * The depth to which a regular expression nests unbounded repetitions, computed from its source. At a depth above one, the
 * engine may try exponentially many ways to split a text before it fails: https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS
 * Words between spaces don't count, because they split in one way only: `(?: \w+)*`.
 */
type Group = { depth: number; ofWords: boolean; first: string; last: string };

const TOKEN = /\\p\{\w+\}|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?(?:[:=!]|<[=!]|<\w+>)|\{\d+(?:,\d*)?\}|[\s\S]/guy;
const isEndless = (token: string): boolean => token === "*" || token === "+" || /^\{\d+,\}$/.test(token);
const isWord = (atom: string): boolean => atom === "\\w" || atom === "\\p{L}";

export function repetitionDepth({ source }: RegExp): number {
	const open = (): Group => ({ depth: 0, ofWords: true, first: "", last: "" });
	const groups: Group[] = [open()];
	let atom = { depth: 0, text: "" };
	for (const [token] of source.matchAll(TOKEN)) {
		const group = groups.at(-1) ?? open();
		if (token.startsWith("(")) {
			groups.push(open());
			continue;
		}
		if (token === ")") {
			groups.pop();
			const isApart = group.ofWords && (group.first === " " || group.last === " ");
			atom = { depth: isApart ? 0 : group.depth, text: "" };
		} else if (isEndless(token)) {
			atom = { depth: atom.depth + 1, text: atom.text };
			if (!isWord(atom.text)) group.ofWords = false;
		} else if (token === "?" || token.startsWith("{")) continue;
		else atom = { depth: 0, text: token };
		const around = token === ")" ? (groups.at(-1) ?? open()) : group;
		around.depth = Math.max(around.depth, atom.depth);
		if (token === ")" && !group.ofWords) around.ofWords = false;
		around.first ||= token;
		around.last = token;
	}
	return groups[0]?.depth ?? 0;
}
