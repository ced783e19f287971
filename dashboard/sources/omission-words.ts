/** What a source's latest reading left out, in words. */
import { type Omission, omissionKinds } from "../../src/protocol/knowledge/omissions.ts";

type OmissionKind = (typeof omissionKinds)[number];

const number = (count: number): string => count.toLocaleString();

/** "4 of 6 pages" */
const pages = ({ count, of }: Omission): string =>
	of === null
		? `${number(count)} ${count === 1 ? "page" : "pages"}`
		: `${number(count)} of ${number(of)} ${of === 1 ? "page" : "pages"}`;

const words: Record<OmissionKind, (omission: Omission, one: boolean) => string> = {
	pictures: (omission, one) =>
		`${pages(omission)} ${one ? "is a picture" : "are pictures"}, from a scanner perhaps. Their text isn't read; a PDF with a text layer would be.`,
	blank: (omission, one) => `${pages(omission)} ${one ? "has" : "have"} no text.`,
	letters: (omission, one) =>
		`${pages(omission)} ${one ? "draws" : "draw"} letters without saying which they are. Save the file again from the program it was written with.`,
	dense_pages: (omission, one) =>
		`${pages(omission)} ${one ? "holds" : "hold"} more than is read of one page. The rest of ${one ? "it" : "them"} was left out.`,
	broken_pages: (omission, one) => `${pages(omission)} ${one ? "is" : "are"} damaged and couldn't be read.`,
	late_pages: (omission, one) =>
		`The last ${pages({ ...omission, of: null })} ${one ? "wasn't" : "weren't"} read: it is too long.`,
	running: ({ detail }) => `On every page, and left out: “${detail ?? ""}”`,
	length: ({ count }) => `Its last ${number(count)} characters weren't read: it is too long.`,
};

const known = (kind: string): OmissionKind | undefined => omissionKinds.find((each) => each === kind);

export function omissionWords(omission: Omission): string {
	const kind = known(omission.kind);
	if (kind !== undefined) return words[kind](omission, omission.count === 1);
	return `Something else was left out${omission.detail === null ? "." : `: “${omission.detail}”`}`;
}
