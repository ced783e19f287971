/**
 * Compares a rewritten draft with the draft: both must have the same links, e-mail addresses and numbers. Words may change; a
 * teammate must be able to rely on amounts and dates.
 */
import { asciiDigits, commonZeros } from "../../language/text/digits.ts";
import { withoutEnding } from "./given.ts";

export type Difference = { kind: "lost" | "invented"; what: string };

/**
 * Addresses with or without a scheme. They end before letters of other scripts, which may follow without a space. Those
 * without a scheme are looked for where a run of their characters begins, and not again at each of them.
 */
const address =
	/(?:https?:\/\/|\bwww\.)[^\s<>()[\]"'\u0080-\uffff]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w-]|[\w-]\.)(?:[\w-]+\.)+[a-z]{2,}\/[^\s<>()[\]"'\u0080-\uffff]*/gi;

const addresses = (text: string): string[] =>
	text.match(address)?.map((one) => withoutEnding(one.replace(/^-+(?=[^@]*$)/, ""), ".,;:!?*_~")) ?? [];

/** Scripts whose digits count as ASCII's, for a translation may change them. Digits of other scripts are compared as they are. */
const zeros = Object.values(commonZeros);

/**
 * The runs of digits in a text. Separators are ignored, for languages differ in them: 1,000.50 is 1.000,50 and 1 000,50
 * elsewhere, and 05.04. is 5/4. The numbers of list items don't count.
 */
function numbers(text: string): string[] {
	const plain = asciiDigits(text.replace(address, " ").normalize("NFKC"), zeros)
		.replace(/^[ \t]*\d{1,2}[.)]\s+/gm, "")
		.replace(/(?<=\d)[.,'’٬ ](?=\d{3}(?!\d))/g, "");
	return plain.match(/\d+/g)?.map((run) => run.replace(/^0+(?=\d)/, "")) ?? [];
}

/** The first address or number that only one of the texts has; null where both have the same. */
export function difference(draft: string, text: string): Difference | null {
	for (const found of [addresses, numbers]) {
		const [before, after] = [found(draft), found(text)];
		const [had, has] = [new Set(before), new Set(after)];
		const lost = before.find((one) => !has.has(one));
		if (lost !== undefined) return { kind: "lost", what: lost };
		const invented = after.find((one) => !had.has(one));
		if (invented !== undefined) return { kind: "invented", what: invented };
	}
	return null;
}
