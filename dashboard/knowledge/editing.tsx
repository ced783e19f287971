/**
 * What both editors share: a draft that is compared with what is saved, kept in this browser until a save succeeds, and
 * guarded when somebody leaves; the bar with save and delete.
 */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import * as v from "valibot";
import type { Answer } from "../api.ts";
import { go, goOn, useUnsaved } from "../frame/navigation.tsx";
import { can } from "../frame/session.ts";
import { confirm } from "../look/dialog.tsx";
import { focusWrong } from "../look/field.tsx";
import { Icon } from "../look/icon.tsx";
import { isPhone } from "../look/media.ts";
import { recall, remember } from "../look/stored.ts";
import { tell, warn } from "../look/toast.tsx";

type Editing<Draft, Saved> = {
	/** "article" or "question", as in sentences and addresses. */
	noun: "article" | "question";
	id: string | null;
	schema: v.GenericSchema<unknown, Draft>;
	empty: Draft;
	saved: Signal<Saved | null>;
	draftFrom: (saved: Saved) => Draft;
	/** Null makes a new one. */
	save: (id: string | null, draft: Draft) => Promise<Answer<Saved & { id: string }>>;
	remove: (id: string) => Promise<Answer<unknown>>;
	onChanged: () => void;
};

const KEEP_AFTER_MS = 400;

/** The message of every wrong input, by its path: "title", "wordings.2". */
const wrongs = (issues: readonly v.BaseIssue<unknown>[]): Record<string, string> =>
	Object.fromEntries(issues.toReversed().map((issue) => [v.getDotPath(issue) ?? "", issue.message]));

export function useEditing<Draft, Saved>(options: Editing<Draft, Saved>) {
	const { noun, id, schema, empty, saved, draftFrom } = options;
	const key = `edit.${noun}.${id ?? "new"}`;
	const draft = useSignal<Draft | null>(null);
	const restored = useSignal(false);
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const base = saved.value === null ? (id === null ? empty : null) : draftFrom(saved.value);
	const dirty = draft.value !== null && base !== null && JSON.stringify(draft.value) !== JSON.stringify(base);
	const readonly = !can("configure");
	useUnsaved(dirty ? `Your changes to this ${noun} aren't saved.` : null, () => remember(key, null));

	useEffect(() => {
		if (base === null || draft.peek() !== null) return;
		draft.value = base;
		const kept = recall(key);
		if (kept === null || readonly) return;
		try {
			const raw: unknown = JSON.parse(kept);
			// Half-written drafts don't pass the schema, so only their shape is looked at.
			if (isShapedLike(raw, base) && JSON.stringify(raw) !== JSON.stringify(base)) {
				draft.value = raw;
				restored.value = true;
			}
		} catch {
			remember(key, null);
		}
	}, [base === null]);

	useEffect(() => {
		if (draft.value === null) return;
		const timer = setTimeout(() => remember(key, dirty ? JSON.stringify(draft.value) : null), KEEP_AFTER_MS);
		return () => clearTimeout(timer);
	}, [draft.value, dirty]);

	const forget = () => remember(key, null);
	const undo = () => {
		draft.value = base;
		wrong.value = {};
		failure.value = null;
		restored.value = false;
		forget();
	};
	const submit = async (event?: Event) => {
		event?.preventDefault();
		if (busy.value || readonly) return;
		const parsed = v.safeParse(schema, draft.value);
		failure.value = null;
		wrong.value = parsed.success ? {} : wrongs(parsed.issues);
		if (!parsed.success) return focusWrong();
		busy.value = true;
		const answer = await options.save(id, parsed.output);
		busy.value = false;
		if (!answer.ok) {
			wrong.value = answer.failure.fields;
			failure.value = `Not saved. ${answer.failure.message}`;
			return focusWrong();
		}
		saved.value = answer.value;
		draft.value = draftFrom(answer.value);
		restored.value = false;
		forget();
		tell(noun === "article" ? "Article saved" : "Question saved");
		options.onChanged();
		if (id === null) goOn(`/knowledge/${noun}s/${encodeURIComponent(answer.value.id)}`, true);
	};
	const remove = async () => {
		if (id === null || saved.value === null) return;
		const sure = await confirm({
			title: `Delete this ${noun}?`,
			text: "The AI stops answering from it at once.",
			yes: "Delete",
			danger: true,
		});
		if (!sure) return;
		const last = draftFrom(saved.value);
		const answer = await options.remove(id);
		if (!answer.ok) return warn(answer.failure.message);
		draft.value = base;
		forget();
		options.onChanged();
		goOn("/knowledge");
		tell(noun === "article" ? "Article deleted" : "Question deleted", {
			name: "Undo",
			run: async () => {
				const back = await options.save(null, last);
				if (!back.ok) return warn(back.failure.message);
				options.onChanged();
				void go(`/knowledge/${noun}s/${encodeURIComponent(back.value.id)}`);
			},
		});
	};
	return { draft, wrong, failure, busy, dirty, readonly, restored, undo, submit, remove };
}

function isShapedLike<T>(value: unknown, like: T): value is T {
	if (typeof value !== "object" || value === null || typeof like !== "object" || like === null) return false;
	return Object.entries(like).every(([name, one]) => {
		const other: unknown = Reflect.get(value, name);
		if (!Array.isArray(one)) return typeof other === typeof one;
		return Array.isArray(other) && other.every((item) => typeof item === "string");
	});
}

type BarProps = {
	title: string;
	editing: {
		dirty: boolean;
		readonly: boolean;
		busy: Signal<boolean>;
		restored: Signal<boolean>;
		undo: () => void;
		remove: () => void;
	};
	isNew: boolean;
};

export function EditorBar({ title, isNew, editing }: BarProps) {
	const { dirty, readonly, busy, restored, undo, remove } = editing;
	// On a phone it stands alone: the list and its heading aren't there.
	const Heading = isPhone.value ? "h1" : "h2";
	return (
		<div class="bar">
			<a class="btn q k-back" href="/knowledge" aria-label="Back to the list">
				<Icon name="back" />
			</a>
			<Heading class="clip">{title}</Heading>
			<span class="rest" />
			{readonly ? (
				<span class="quiet">Owners and admins can edit</span>
			) : (
				<>
					<span class="quiet clip state" role="status">
						{busy.value ? "Saving" : restored.value ? "Unsaved draft restored" : dirty ? "Unsaved changes" : ""}
					</span>
					{dirty && (
						<button type="button" class="btn q" onClick={undo}>
							{isNew ? "Clear" : "Undo changes"}
						</button>
					)}
					{!isNew && (
						<button type="button" class="btn q danger" aria-label="Delete" title="Delete" onClick={remove}>
							<Icon name="trash" />
						</button>
					)}
					<button type="submit" class="btn p" disabled={!dirty} aria-disabled={busy.value}>
						Save
					</button>
				</>
			)}
		</div>
	);
}
