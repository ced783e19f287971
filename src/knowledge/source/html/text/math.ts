/** Formulas in MathML as a line of text: x^2, a_1, 1/2, √(x). Signs between the children of its elements. Pure. */

const signs: Record<string, readonly string[]> = {
	msup: ["", "^"],
	mover: ["", "^"],
	msub: ["", "_"],
	munder: ["", "_"],
	msubsup: ["", "_", "^"],
	munderover: ["", "_", "^"],
	mfrac: ["", "/"],
	mroot: ["√", ","],
	msqrt: ["√"],
};

/** What stands before the child number `index` of `parent`. */
export const mathSign = (parent: string, index: number): string => signs[parent]?.[index] ?? "";
