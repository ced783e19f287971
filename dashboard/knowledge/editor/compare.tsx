/* oxlint-disable react/no-array-index-key -- a page's pieces have no identity but their place */
/**
 * An article beside the page that it was read from: the page's text in its order, with what isn't in the article marked and
 * why. Text only, as it was kept when the page was read; the page itself opens by its link.
 */
import "./compare.css";
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Article } from "../../../src/protocol/knowledge/articles.ts";
import type { LeftReason, Original } from "../../../src/protocol/knowledge/originals.ts";
import { original } from "../../api.ts";
import { useQuery } from "../../fetch/query.ts";
import { Markdown } from "../../thread/log/markdown.tsx";
import { useModal } from "../../ui/dialog.tsx";
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

export function Compare({ article }: { article: Article }) {
	const open = useSignal(false);
	return (
		<>
			<button
				type="button"
				class="btn q"
				onClick={() => {
					open.value = true;
				}}
			>
				Compare
			</button>
			{open.value && (
				<Beside
					article={article}
					onClose={() => {
						open.value = false;
					}}
				/>
			)}
		</>
	);
}

function Beside({ article, onClose }: { article: Article; onClose: () => void }) {
	const ref = useModal(onClose);
	const id = useId();
	const { data, error, reload } = useQuery(`original ${article.id}`, (signal) => original(article.id, signal));
	const page = data.value;
	return (
		<dialog ref={ref} class="compare" aria-labelledby={id}>
			<header>
				<h2 id={id}>The article and its page</h2>
				<button type="button" class="btn" onClick={onClose}>
					Close
				</button>
			</header>
			<section aria-label="Article" class="scroll" {...scrollable}>
				<h3 dir="auto">{article.title}</h3>
				<Markdown text={article.text} />
			</section>
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
		</dialog>
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
