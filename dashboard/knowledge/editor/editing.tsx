/**
 * The hook of both editors: a draft that is compared with the saved version, is kept in this browser until a save succeeds,
 * and asks before the user leaves. It remembers the version that the draft began from: if somebody else has saved since,
 * nothing is overwritten and nothing is lost (conflict.tsx asks what to do). The bar is editor-bar.tsx.
 */
import "./editing.css";
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import * as v from "valibot";
import type { Answer, Base } from "../../api.ts";
import { go, goOn, useUnsaved } from "../../shell/navigation.tsx";
import { can } from "../../shell/session.ts";
import { confirm } from "../../ui/dialog.tsx";
import { focusWrong } from "../../ui/field.tsx";
import { recall, remember } from "../../ui/stored.ts";
import { tell, warn } from "../../ui/toast.tsx";
import type { Errand } from "./editor-origin.ts";

type SavedOnce = { id: string; updatedAt: number };

type Editing<Draft, Saved extends SavedOnce> = {
	/** The kind of document, as it appears in sentences and addresses. */
	noun: "article" | "question";
	id: string | null;
	schema: v.GenericSchema<unknown, Draft>;
	empty: Draft;
	saved: Signal<Saved | null>;
	draftFrom: (saved: Saved) => Draft;
	/** With a null `base` it creates a document. */
	save: (base: Base, draft: Draft) => Promise<Answer<Saved>>;
	remove: (id: string) => Promise<Answer<unknown>>;
	/** The consequence of deleting, for the confirmation. */
	removal: (saved: Saved) => string;
	/** Loads the saved version again. */
	reload: () => Promise<void>;
	onChanged: () => void;
	/** The reason why another page opened the editor (editor-origin.ts). `start` is the first draft in place of `empty`. */
	errand: Pick<Errand, "back" | "key" | "saved">;
	start: Draft | null;
};

const KEEP_AFTER_MS = 400;

/** A message for every wrong input, by its path: "title", "wordings.2". */
const wrongs = (issues: readonly v.BaseIssue<unknown>[]): Record<string, string> =>
	Object.fromEntries(issues.toReversed().map((issue) => [v.getDotPath(issue) ?? "", issue.message]));

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A draft stored in this browser, with the `updatedAt` of the version it began from. */
const Kept = v.object({ basedOn: v.number(), draft: v.unknown() });

export function useEditing<Draft, Saved extends SavedOnce>(options: Editing<Draft, Saved>) {
	const { noun, id, schema, empty, saved, draftFrom } = options;
	const key = `edit.${noun}.${id ?? `new${options.errand.key}`}`;
	const draft = useSignal<Draft | null>(null);
	const restored = useSignal(false);
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	/** The version that the draft began from: its `updatedAt` (0 for a new document) and its text. */
	const begun = useSignal<{ at: number; draft: Draft } | null>(null);
	const base = saved.value === null ? (id === null ? empty : null) : draftFrom(saved.value);
	const at = saved.value?.updatedAt ?? 0;
	const dirty = draft.value !== null && base !== null && !same(draft.value, base);
	const conflict = dirty && begun.value !== null && begun.value.at !== at;
	const readonly = !can("configure");
	useUnsaved(dirty ? `Your changes to this ${noun} aren't saved.` : null, () => remember(key, null));

	/** Makes the saved version the draft's beginning. */
	const start = (from: Draft) => {
		begun.value = { at, draft: from };
		draft.value = from;
	};
	const restore = (from: Draft) => {
		const kept = recall(key);
		if (kept === null || readonly) return;
		const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Kept), kept);
		if (!parsed.success) return remember(key, null);
		// An unfinished draft doesn't pass the schema, so only its shape is checked.
		const { draft: raw, basedOn } = parsed.output;
		if (!isShapedLike(raw, from) || same(raw, from)) return;
		begun.value = { at: basedOn, draft: from };
		draft.value = raw;
		restored.value = true;
	};
	useEffect(() => {
		if (base === null) return;
		if (draft.peek() === null) {
			start(base);
			restore(base);
		} else if (same(draft.peek(), begun.peek()?.draft)) start(base);
	}, [base === null, at]);

	const given = options.start;
	useEffect(() => {
		if (given !== null && id === null && !readonly && !restored.peek() && same(draft.peek(), empty))
			draft.value = given;
	}, [given === null, draft.value === null]);

	useEffect(() => {
		if (draft.value === null) return;
		const timer = setTimeout(() => {
			const kept = { basedOn: begun.value?.at ?? 0, draft: draft.value };
			remember(key, dirty ? JSON.stringify(kept) : null);
		}, KEEP_AFTER_MS);
		return () => clearTimeout(timer);
	}, [draft.value, dirty]);

	const forget = () => remember(key, null);
	const undo = () => {
		if (base !== null) start(base);
		wrong.value = {};
		failure.value = null;
		restored.value = false;
		forget();
	};
	const submit = async (event?: Event) => {
		event?.preventDefault();
		if (busy.value || readonly || conflict) return;
		await write(begun.value?.at ?? 0);
	};
	const write = async (basedOn: number) => {
		const parsed = v.safeParse(schema, draft.value);
		failure.value = null;
		wrong.value = parsed.success ? {} : wrongs(parsed.issues);
		if (!parsed.success) return focusWrong();
		busy.value = true;
		const answer = await options.save(id === null ? null : { id, basedOn }, parsed.output);
		busy.value = false;
		if (!answer.ok && answer.failure.reason === "changed") return options.reload();
		if (!answer.ok) {
			wrong.value = answer.failure.fields;
			failure.value = `Not saved. ${answer.failure.message}`;
			return focusWrong();
		}
		saved.value = answer.value;
		begun.value = { at: answer.value.updatedAt, draft: draftFrom(answer.value) };
		draft.value = draftFrom(answer.value);
		restored.value = false;
		forget();
		tell(noun === "article" ? "Article saved" : "Question saved");
		await options.errand.saved();
		options.onChanged();
		if (options.errand.back !== null) goOn(options.errand.back, true);
		else if (id === null) goOn(`/knowledge/${noun}s/${encodeURIComponent(answer.value.id)}`, true);
	};
	const remove = async () => {
		if (id === null || saved.value === null) return;
		const sure = await confirm({
			title: `Delete this ${noun}?`,
			text: options.removal(saved.value),
			yes: "Delete",
			danger: true,
		});
		if (!sure) return;
		const last = draftFrom(saved.value);
		const answer = await options.remove(id);
		if (!answer.ok) return warn(answer.failure.message);
		undo();
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
	/** Saves over the other person's version, which the conflict notice shows. */
	const overwrite = () => void write(at);
	return { draft, wrong, failure, busy, dirty, conflict, readonly, restored, undo, submit, overwrite, remove };
}

function isShapedLike<T>(value: unknown, like: T): value is T {
	if (typeof value !== "object" || value === null || typeof like !== "object" || like === null) return false;
	return Object.entries(like).every(([name, one]) => {
		const other: unknown = Reflect.get(value, name);
		if (!Array.isArray(one)) return typeof other === typeof one;
		return Array.isArray(other) && other.every((item) => typeof item === "string");
	});
}
