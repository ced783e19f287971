/** The frame of both editors: the bar, the facts, a conflict and a failure, around the inputs of the one that is open. */
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Failure as Failed } from "../../api.ts";
import { Failure } from "../../ui/field.tsx";
import { Loading } from "../../ui/loading.tsx";
import { Conflict } from "./conflict.tsx";
import { EditorBar } from "./editor-bar.tsx";
import type { useEditing } from "./editing.tsx";

type Noun = "article" | "question";

const names: Record<Noun, string> = { article: "Article", question: "Question" };

type AbsentProps = { noun: Noun; error: Signal<Failed | null>; reload: () => Promise<void> };

/** In the editor's place while its text is being loaded, or where it can't be. */
export const EditorAbsent = ({ noun, error, reload }: AbsentProps) => (
	<section class="editor">
		<Loading
			failure={error.value}
			onRetry={() => void reload()}
			gone={{ title: `This ${noun} isn't there`, href: "/knowledge", name: "Back to the list" }}
		/>
	</section>
);

type FormProps = {
	noun: Noun;
	isNew: boolean;
	/** Where it was opened from, if that was elsewhere. */
	back: string | null;
	editing: Omit<ReturnType<typeof useEditing>, "draft">;
	/** None of what isn't saved yet. */
	facts: ComponentChildren;
	/** What is saved now, as it would be typed. */
	theirs: string;
	children: ComponentChildren;
};

export const EditorForm = ({ noun, isNew, back, editing, facts, theirs, children }: FormProps) => (
	<form class="editor" onSubmit={editing.submit} noValidate aria-label={names[noun]}>
		<EditorBar
			title={isNew ? `New ${noun}` : names[noun]}
			isNew={isNew}
			back={back}
			editing={{ ...editing, remove: () => void editing.remove() }}
		/>
		{facts}
		<div class="editor-in scroll">
			<Conflict noun={noun} editing={editing} theirs={theirs} />
			<Failure text={editing.failure.value} />
			{children}
		</div>
	</form>
);
