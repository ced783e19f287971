/**
 * An article or question beside what it was read from: a page's text as it was kept (original-page.tsx), or the uploaded
 * file itself (original-file.tsx). Whatever was written here has nothing to be compared with.
 */
import "./compare.css";
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { DocumentMeta } from "../../../src/protocol/knowledge/articles.ts";
import { Markdown } from "../../thread/log/markdown.tsx";
import { useModal } from "../../ui/dialog.tsx";
import { scrollable } from "../../ui/scrollable.ts";
import { OriginalFile } from "./original-file.tsx";
import { OriginalPage } from "./original-page.tsx";

type Props = {
	noun: "article" | "question";
	saved: DocumentMeta & { id: string };
	title: string;
	/** Markdown. */
	text: string;
};

export function Compare(props: Props) {
	const open = useSignal(false);
	const { kind, sourceId } = props.saved.origin;
	// A question has no page: only files have questions.
	if (kind === "written" || sourceId === null || (kind === "crawled" && props.noun === "question")) return null;
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
					{...props}
					source={sourceId}
					onClose={() => {
						open.value = false;
					}}
				/>
			)}
		</>
	);
}

function Beside({ noun, saved, title, text, source, onClose }: Props & { source: string; onClose: () => void }) {
	const ref = useModal(onClose);
	const id = useId();
	const isPage = saved.origin.kind === "crawled";
	return (
		<dialog ref={ref} class="compare" aria-labelledby={id}>
			<header>
				<h2 id={id}>
					The {noun} and its {isPage ? "page" : "file"}
				</h2>
				<button type="button" class="btn" onClick={onClose}>
					Close
				</button>
			</header>
			<section aria-label={noun === "article" ? "Article" : "Question"} class="scroll" {...scrollable}>
				<h3 dir="auto">{title}</h3>
				<Markdown text={text} />
			</section>
			{isPage ? <OriginalPage article={saved} /> : <OriginalFile source={source} />}
		</dialog>
	);
}
