/* oxlint-disable react/no-array-index-key -- wordings have no identity; every input shows what the draft says */
/** The editor of a question: its wordings and its one answer. */
import { useRef } from "preact/hooks";
import { QuestionDraft } from "../../../src/protocol/knowledge/articles.ts";
import { question, removeQuestion, saveQuestion, switchQuestion } from "../../api.ts";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useQuery } from "../../fetch/query.ts";
import { Compare } from "./compare.tsx";
import { useEditing } from "./editing.tsx";
import { useErrand } from "./editor-origin.ts";
import { EditorAbsent, EditorForm } from "./editor-form.tsx";
import { Facts, removalOf } from "../facts.tsx";
import { MarkdownField } from "./markdown-field.tsx";

const MOST_WORDINGS = 30;

type Props = { id: string | null; onChanged: () => void };

export function QuestionEditor({ id, onChanged }: Props) {
	const { data, error, reload } = useQuery(id, (signal) => question(id ?? "", signal));
	const errand = useErrand(id);
	const editing = useEditing({
		noun: "question",
		id,
		schema: QuestionDraft,
		empty: { wordings: [""], answer: "" },
		saved: data,
		draftFrom: ({ wordings, answer }) => ({ wordings, answer }),
		save: saveQuestion,
		remove: removeQuestion,
		removal: removalOf,
		reload,
		onChanged,
		errand,
		start: errand.start,
	});
	const list = useRef<HTMLDivElement>(null);
	const { draft, wrong, readonly } = editing;
	if (draft.value === null) return <EditorAbsent noun="question" error={error} reload={reload} />;
	const { wordings, answer } = draft.value;
	const setWordings = (next: string[]) => {
		draft.value = { wordings: next, answer };
	};
	const focus = (index: number) => setTimeout(() => list.current?.querySelectorAll("input")[index]?.focus());
	const add = () => {
		setWordings([...wordings, ""]);
		focus(wordings.length);
	};
	const drop = (index: number) => {
		setWordings(wordings.filter((_, at) => at !== index));
		focus(Math.max(0, index - 1));
	};
	return (
		<EditorForm
			noun="question"
			isNew={id === null}
			back={errand.back}
			editing={editing}
			facts={
				id !== null && (
					<Facts
						noun="question"
						saved={data}
						pinned={data.value?.pinned ?? false}
						change={(switches) => switchQuestion(id, switches)}
						onChanged={onChanged}
					>
						{data.value !== null && (
							<Compare
								noun="question"
								saved={data.value}
								title={data.value.wordings.join("\n")}
								text={data.value.answer}
							/>
						)}
					</Facts>
				)
			}
			theirs={data.value === null ? "" : `${data.value.wordings.join("\n")}\n\n${data.value.answer}`}
		>
			<div class="wordings" ref={list}>
				{wordings.map((wording, index) => (
					<div key={index} class="wording">
						<Field
							label={index === 0 ? "Question" : `Wording ${index + 1}`}
							hint={index === 0 ? "As a visitor would ask it. It is also the title." : undefined}
							wrong={wrong.value[`wordings.${index}`] ?? (index === 0 ? wrong.value["wordings"] : undefined)}
						>
							{(attributes) => (
								<input
									{...attributes}
									class="input"
									dir="auto"
									maxLength={500}
									readOnly={readonly}
									value={wording}
									onInput={(event) => setWordings(wordings.with(index, event.currentTarget.value))}
								/>
							)}
						</Field>
						{!readonly && index > 0 && (
							<button
								type="button"
								class="btn q"
								aria-label={`Remove wording ${index + 1}`}
								title="Remove"
								onClick={() => drop(index)}
							>
								<Icon name="cross" />
							</button>
						)}
					</div>
				))}
				{!readonly && wordings.length < MOST_WORDINGS && (
					<button type="button" class="btn add" onClick={add}>
						<Icon name="plus" small />
						Add a wording
					</button>
				)}
			</div>
			<MarkdownField
				label="Answer"
				text={answer}
				wrong={wrong.value["answer"]}
				readonly={readonly}
				onText={(next) => {
					draft.value = { wordings, answer: next };
				}}
			/>
		</EditorForm>
	);
}
