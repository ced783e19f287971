/**
 * Holds a rewritten draft against the draft: every link, e-mail address and number of the one is in the other, and no
 * more. Words may change; where money and dates are concerned, a teammate must not have to look twice.
 */
import { asciiDigits, commonZeros } from "../../language/text/digits.ts";

export type Difference = { kind: "lost" | "invented"; what: string };

/** Addresses with or without their scheme. They end before text of scripts that set no space after them. */
const address =
	/(?:https?:\/\/|\bwww\.)[^\s<>()[\]"'\u0080-\uffff]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:[\w-]+\.)+[a-z]{2,}\/[^\s<>()[\]"'\u0080-\uffff]*/gi;

const addresses = (text: string): string[] => text.match(address)?.map((one) => one.replace(/[.,;:!?*_~]+$/, "")) ?? [];

/** Digits that a draft and its translation may differ in. Of other scripts they are left alone, in both texts. */
const zeros = Object.values(commonZeros);

/**
 * Runs of digits. Languages group and part them differently: 1,000.50 is 1.000,50 and 1 000,50 elsewhere, and 05.04. is
 * 5/4. A list's own numbering doesn't count.
 */
function numbers(text: string): string[] {
	const plain = asciiDigits(text.replace(address, " ").normalize("NFKC"), zeros)
		.replace(/^\s*\d{1,2}[.)]\s+/gm, "")
		.replace(/(?<=\d)[.,'’٬ ](?=\d{3}(?!\d))/g, "");
	return plain.match(/\d+/g)?.map((run) => run.replace(/^0+(?=\d)/, "")) ?? [];
}

/** The first thing that one text has and the other hasn't; null when nothing was lost or invented. */
export function difference(draft: string, text: string): Difference | null {
	for (const found of [addresses, numbers]) {
		const [before, after] = [found(draft), found(text)];
		const lost = before.find((one) => !after.includes(one));
		if (lost !== undefined) return { kind: "lost", what: lost };
		const invented = after.find((one) => !before.includes(one));
		if (invented !== undefined) return { kind: "invented", what: invented };
	}
	return null;
}
