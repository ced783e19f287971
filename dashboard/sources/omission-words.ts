/** What a source's latest reading left out, in words. */
import { type Omission, omissionKinds } from "../../src/protocol/knowledge/omissions.ts";

type OmissionKind = (typeof omissionKinds)[number];

const number = (count: number): string => count.toLocaleString();

/** "3 links", "1 link" */
const many = (count: number, one: string, more = `${one}s`): string => `${number(count)} ${count === 1 ? one : more}`;

/** "4 of 6 pages" */
const pages = ({ count, of }: Omission): string =>
	of === null
		? `${number(count)} ${count === 1 ? "page" : "pages"}`
		: `${number(count)} of ${number(of)} ${of === 1 ? "page" : "pages"}`;

/** `, such as “…”` */
const such = ({ detail, count }: Omission): string =>
	detail === null || detail === "" ? "" : count === 1 ? `: “${detail}”` : `, such as “${detail}”`;

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
	sitemap: ({ count }, one) =>
		count === 0
			? "The site was read by its sitemap: only what that lists."
			: `The site was read by its sitemap. ${many(count, "page")} that its start page links to ${one ? "isn't" : "aren't"} in it.`,
	variants: ({ count, detail }) =>
		`${many(count, "link")} to ${detail ?? "one path"} with other filters, past the first hundred.`,
	copies: ({ count, detail }, one) =>
		`${many(count, "page")} ${one ? "calls itself a copy" : "call themselves copies"} of ${detail ?? "another"}.`,
	twins: ({ count }, one) => `${many(count, "page")} ${one ? "says" : "say"} the same as another.`,
	noindex: ({ count }, one) => `${many(count, "page")} ${one ? "asks" : "ask"} not to be found by search engines.`,
	empty: ({ count }, one) => `${many(count, "page")} ${one ? "has" : "have"} no text.`,
	forwards: ({ count }, one) => `${many(count, "page")} only ${one ? "leads" : "lead"} on to another.`,
	other_types: ({ count }, one) =>
		`${many(count, "address", "addresses")} ${one ? "isn't a page" : "aren't pages"} of text.`,
	robots: ({ count }) => `${many(count, "page")} that the site's robots.txt asks not to read.`,
	other_site: ({ count }, one) => `${many(count, "page")} ${one ? "leads" : "lead"} to another site.`,
	room: ({ count }) => `${many(count, "link")} past as many as a reading looks at.`,
	hidden: ({ count }) => `Text that readers don't see, on ${many(count, "page")}.`,
	long_pages: ({ count }, one) => `The end of ${many(count, "page")}, for ${one ? "its" : "their"} length.`,
	notes: (omission) => `${many(omission.count, "note")} that its authors wrote for themselves${such(omission)}`,
	hidden_text: (omission) =>
		`Text that is hidden from its readers, in ${many(omission.count, "place")}${such(omission)}`,
	struck: (omission) => `Text that is struck out or deleted, in ${many(omission.count, "place")}${such(omission)}`,
	page_parts: (omission) => `Menus, buttons and the like, in ${many(omission.count, "place")}${such(omission)}`,
	images: ({ count }) => `${many(count, "picture")}. Text in pictures isn't read.`,
	embedded: ({ count }, one) => `${many(count, "file")} inside of it, which ${one ? "is" : "are"} of another kind.`,
	end: () => "Its end wasn't read: it is too long, or its parts stand too deep in each other.",
	columns: ({ count, detail }) => `${many(count, "column")} with neither questions nor answers: ${detail ?? ""}`,
	drafts: ({ count }, one) => `${many(count, "row")} that ${one ? "isn't" : "aren't"} published yet, or any more.`,
	head_row: ({ detail }) => `The first row, which was taken for the names of the columns: “${detail ?? ""}”`,
};

const known = (kind: string): OmissionKind | undefined => omissionKinds.find((each) => each === kind);

export function omissionWords(omission: Omission): string {
	const kind = known(omission.kind);
	if (kind !== undefined) return words[kind](omission, omission.count === 1);
	return `Something else was left out${omission.detail === null ? "." : `: “${omission.detail}”`}`;
}
