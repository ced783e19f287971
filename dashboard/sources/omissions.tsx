/** What the latest reading of a source left out, and why: a line each. Calm where nothing was. */
import type { Omission, omissionKinds } from "../../src/protocol/knowledge/omissions.ts";
import type { Source } from "../../src/protocol/knowledge/source.ts";

/** "3 pages", "1 page" */
const many = (count: number, one: string, more = `${one}s`): string =>
	`${count.toLocaleString()} ${count === 1 ? one : more}`;

/** "4 of 6 pages", "4 pages" */
const share = ({ count, of }: Omission): string =>
	of === null ? many(count, "page") : `${count.toLocaleString()} of ${many(of, "page")}`;

const are = (count: number, one: string, more: string): string => (count === 1 ? one : more);

type Words = (omission: Omission) => string;

const known = {
	pictures: (it) => `${share(it)} ${are(it.count, "is a picture", "are pictures")}, with no text to read`,
	blank: (it) => `${share(it)} ${are(it.count, "has", "have")} no text`,
	letters: (it) =>
		`${share(it)} ${are(it.count, "is", "are")} written in letters that can't be read without their font`,
	dense_pages: (it) => `${share(it)} ${are(it.count, "holds", "hold")} more than is read of one page`,
	broken_pages: (it) => `${share(it)} ${are(it.count, "is", "are")} damaged`,
	late_pages: (it) => `${share(it)} at the end ${are(it.count, "wasn't", "weren't")} read`,
	running: ({ detail }) => `A line that runs from page to page: ${detail ?? ""}`,
	length: ({ count }) => `${many(count, "character")} at the end, past what is read of one file`,
	sitemap: ({ count }) =>
		count === 0
			? "The site was read by its sitemap: only what that lists"
			: `The site was read by its sitemap. ${many(count, "page")} that its start page links to ${are(count, "isn't", "aren't")} in it`,
	variants: ({ count, detail }) =>
		`${many(count, "link")} to ${detail ?? "one path"} with other filters, past the first hundred`,
	copies: ({ count, detail }) =>
		`${many(count, "page")} ${are(count, "calls itself a copy", "call themselves copies")} of ${detail ?? "another"}`,
	twins: ({ count }) => `${many(count, "page")} ${are(count, "says", "say")} the same as another`,
	noindex: ({ count }) => `${many(count, "page")} ${are(count, "asks", "ask")} not to be found by search engines`,
	empty: ({ count }) => `${many(count, "page")} ${are(count, "has", "have")} no text`,
	forwards: ({ count }) => `${many(count, "page")} only ${are(count, "leads", "lead")} on to another`,
	other_types: ({ count }) =>
		`${many(count, "address", "addresses")} ${are(count, "isn't a page", "aren't pages")} of text`,
	robots: ({ count }) => `${many(count, "page")} that the site's robots.txt asks not to read`,
	other_site: ({ count }) => `${many(count, "page")} ${are(count, "leads", "lead")} to another site`,
	room: ({ count }) => `${many(count, "link")} past as many as a reading looks at`,
	hidden: ({ count }) => `Text that readers don't see, on ${many(count, "page")}`,
	long_pages: ({ count }) => `The end of ${many(count, "page")}, for ${are(count, "its", "their")} length`,
} satisfies Record<(typeof omissionKinds)[number], Words>;
const words: Record<string, Words> = known;

export const omissionWords = (omission: Omission): string =>
	words[omission.kind]?.(omission) ?? `Something was left out (${omission.count.toLocaleString()})`;

export const Omissions = ({ source }: { source: Source }) =>
	source.omitted.length === 0 ? null : (
		<details class="failures">
			<summary>What was left out</summary>
			<ul>
				{source.omitted.map((omission) => (
					<li key={`${omission.kind} ${omission.detail ?? ""}`} dir="auto">
						{omissionWords(omission)}
					</li>
				))}
			</ul>
			{source.kind === "crawled" && source.articles > 0 && (
				<p class="quiet small">Open an article and choose Compare to see it beside its page.</p>
			)}
		</details>
	);
