/* oxlint-disable react/no-array-index-key -- a page's pieces have no identity but their place */
/**
 * The page that an article was read from: its text in its order, with what isn't in the article marked and why. Text only,
 * as it was kept when the page was read; the page itself opens by its link.
 */
import type { DocumentMeta } from "../../../src/protocol/knowledge/articles.ts";
import type { LeftReason, Original } from "../../../src/protocol/knowledge/originals.ts";
import { original } from "../../api.ts";
import { useQuery } from "../../fetch/query.ts";
import { Loading } from "../../ui/loading.tsx";
import { scrollable } from "../../ui/scrollable.ts";
import { originName, since } from "../facts.tsx";

const reasons: Record<string, string> = {
	navigation: "Menus, head and foot of the page",
	notice: "A notice",
	control: "Buttons and forms",
	hidden: "Hidden from the page's readers",
	struck: "Struck out",
	outside: "Beside the main part",
	caption: "A picture's caption",
} satisfies Record<LeftReason, string>;

const reasonOf = (left: string): string => reasons[left] ?? "Left out";

export function OriginalPage({ article }: { article: DocumentMeta & { id: string } }) {
	const { data, error, reload } = useQuery(`original ${article.id}`, (signal) => original(article.id, signal));
	const page = data.value;
	return (
		<section aria-label="Page" class="scroll" {...scrollable}>
			{page === null ? (
				<Loading
					failure={error.value}
					onRetry={() => void reload()}
					gone={{
						title: "Its page wasn't kept yet. It will be at the next reading",
						href: "/knowledge/sources",
						name: "Sources",
					}}
				/>
			) : (
				<Pieces page={page} name={originName(article)} />
			)}
		</section>
	);
}

const Pieces = ({ page, name }: { page: Original; name: string }) => (
	<>
		<p class="quiet">
			<a class="link" href={page.address} target="_blank" rel="noreferrer">
				{name}
			</a>
			, as it was read {since(page.at)}. Marked text isn't in the article.
		</p>
		{page.pieces.map(({ text, left }, index) =>
			left === null ? (
				<p key={index} dir="auto">
					{text}
				</p>
			) : (
				<figure key={index}>
					<figcaption>{reasonOf(left)}</figcaption>
					<p dir="auto">{text}</p>
				</figure>
			),
		)}
		{page.cut && <p class="quiet">The rest of the page isn't kept.</p>}
	</>
);
