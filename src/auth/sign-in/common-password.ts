/**
 * Whether a password is among the first that an attacker tries: one of the commonest, alone or twice or dressed up with
 * digits and signs, a run of the alphabet or the keyboard, or the person's own names. The list is loaded when it is needed:
 * set-up happens once.
 */

/** Signs and digits that stand for letters. */
const letters: Record<string, string> = {
	"0": "o",
	"1": "i",
	"3": "e",
	"4": "a",
	"5": "s",
	"7": "t",
	"@": "a",
	$: "s",
};
const spelled = (text: string): string => text.replace(/[013457@$]/g, (sign) => letters[sign] ?? sign);

const runs = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm"];
const backwards = (text: string): string => [...text].toReversed().join("");
const allRuns = [...runs, ...runs.map(backwards)];

/** The shortest piece that the text repeats: "abc" for "abcabcabc", else the whole text. */
function repeated(text: string): string {
	const at = `${text}${text}`.indexOf(text, 1);
	return text.slice(0, at);
}

/** `own`: names and addresses of the person and their workspace. */
export async function isCommonPassword(password: string, own: string[] = []): Promise<boolean> {
	const { dictionary } = await import("@zxcvbn-ts/language-common");
	const common = new Set(dictionary["passwords-common"]);
	const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
	const names = new Set(
		own.flatMap((text) => [...wordsOf(text), wordsOf(text).join("")]).filter((name) => name.length > 2),
	);
	const isKnown = (text: string): boolean =>
		text === "" || common.has(text) || names.has(text) || allRuns.some((run) => run.includes(text));
	const plain = password.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
	const forms = [plain, spelled(plain)].flatMap((text) => {
		const bare = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
		return [
			text,
			bare,
			wordsOf(text).join(""),
			...text.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length * 2 > text.length),
		];
	});
	const dressed = spelled(plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ""));
	// Digits alone are a date or a telephone number; few different characters are a pattern.
	if (/^\p{N}+$/u.test(plain) || new Set(plain).size < 5) return true;
	return [...forms, dressed].some((form) => isKnown(form) || isKnown(repeated(form)));
}
