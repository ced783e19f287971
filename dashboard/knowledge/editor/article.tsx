/** The editor of an article: title, Markdown, and a preview of what visitors see. */
import { ArticleDraft } from "../../../src/protocol/knowledge/articles.ts";
import { article, removeArticle, saveArticle, switchArticle } from "../../api.ts";
import { Failure, Field } from "../../ui/field.tsx";
import { Loading } from "../../ui/loading.tsx";
import { useQuery } from "../../fetch/query.ts";
import { Conflict } from "./conflict.tsx";
import { useEditing } from "./editing.tsx";
import { Compare } from "./compare.tsx";
import { useErrand } from "./editor-origin.ts";
import { EditorBar } from "./editor-bar.tsx";
import { Facts, removalOf } from "../facts.tsx";
import { MarkdownField } from "./markdown-field.tsx";

type Props = { id: string | null; onChanged: () => void };

export function ArticleEditor({ id, onChanged }: Props) {
	const { data, error, reload } = useQuery(id, (signal) => article(id ?? "", signal));
	const errand = useErrand(id);
	const [begun] = errand.start?.wordings ?? [];
	const editing = useEditing({
		noun: "article",
		id,
		schema: ArticleDraft,
		empty: { title: "", text: "" },
		saved: data,
		draftFrom: ({ title, text }) => ({ title, text }),
		save: saveArticle,
		remove: removeArticle,
		removal: removalOf,
		reload,
		onChanged,
		errand,
		start: errand.start === null ? null : { title: begun?.slice(0, 200) ?? "", text: errand.start.answer },
	});
	const { draft, wrong, failure, readonly, submit } = editing;
	if (draft.value === null)
		return (
			<section class="editor">
				<Loading
					failure={error.value}
					onRetry={() => void reload()}
					gone={{ title: "This article isn't there", href: "/knowledge", name: "Back to the list" }}
				/>
			</section>
		);
	const { title, text } = draft.value;
	return (
		<form class="editor" onSubmit={submit} noValidate aria-label="Article">
			<EditorBar
				title={id === null ? "New article" : "Article"}
				isNew={id === null}
				back={errand.back}
				editing={{ ...editing, remove: () => void editing.remove() }}
			/>
			{id !== null && (
				<Facts
					noun="article"
					saved={data}
					change={({ enabled = true }) => switchArticle(id, enabled)}
					onChanged={onChanged}
				>
					{data.value?.origin.kind === "crawled" && <Compare article={data.value} />}
				</Facts>
			)}
			<div class="editor-in scroll">
				<Conflict
					noun="article"
					editing={editing}
					theirs={data.value === null ? "" : `${data.value.title}\n\n${data.value.text}`}
				/>
				<Failure text={failure.value} />
				<Field label="Title" wrong={wrong.value["title"]}>
					{(attributes) => (
						<input
							{...attributes}
							class="input title"
							dir="auto"
							maxLength={200}
							readOnly={readonly}
							value={title}
							onInput={(event) => {
								draft.value = { title: event.currentTarget.value, text };
							}}
						/>
					)}
				</Field>
				<MarkdownField
					label="Text"
					text={text}
					wrong={wrong.value["text"]}
					readonly={readonly}
					onText={(next) => {
						draft.value = { title, text: next };
					}}
				/>
			</div>
		</form>
	);
}
