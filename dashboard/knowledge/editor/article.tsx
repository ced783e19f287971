/** The editor of an article: title, Markdown, and a preview of what visitors see. */
import { ArticleDraft } from "../../../src/protocol/knowledge/articles.ts";
import { article, removeArticle, saveArticle, switchArticle } from "../../api.ts";
import { Field } from "../../ui/field.tsx";
import { useQuery } from "../../fetch/query.ts";
import { useEditing } from "./editing.tsx";
import { Compare } from "./compare.tsx";
import { useErrand } from "./editor-origin.ts";
import { EditorAbsent, EditorForm } from "./editor-form.tsx";
import { Facts, removalOf } from "../facts.tsx";
import { MarkdownField } from "./markdown-field.tsx";
import { Wordings } from "./wordings.tsx";

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
	const { draft, wrong, readonly } = editing;
	if (draft.value === null) return <EditorAbsent noun="article" error={error} reload={reload} />;
	const { title, text } = draft.value;
	return (
		<EditorForm
			noun="article"
			isNew={id === null}
			back={errand.back}
			editing={editing}
			facts={
				id !== null && (
					<Facts
						noun="article"
						saved={data}
						change={({ enabled = true }) => switchArticle(id, enabled)}
						onChanged={onChanged}
					>
						{data.value !== null && (
							<Compare noun="article" saved={data.value} title={data.value.title} text={data.value.text} />
						)}
					</Facts>
				)
			}
			theirs={data.value === null ? "" : `${data.value.title}\n\n${data.value.text}`}
		>
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
			{id !== null && data.value !== null && (
				<Wordings article={id} title={data.value.title} version={data.value.updatedAt} />
			)}
		</EditorForm>
	);
}
