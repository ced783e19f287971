/** The settings form: its draft, checking and saving it, and the question before unsaved changes are lost. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Me } from "../../src/protocol/workspace.ts";
import { saveWorkspace } from "../api.ts";
import { useUnsaved } from "../shell/navigation.tsx";
import { me } from "../shell/session.ts";
import { focusWrong } from "../ui/field.tsx";
import { tell } from "../ui/toast.tsx";
import { changeOf, check } from "./check.ts";
import { type Draft, draftFrom } from "./draft.ts";

type SettingsForm = {
	/** The saved settings that the draft began from. */
	base: Me;
	draft: Draft;
	/** A sentence for each wrong input, by the setting. */
	wrong: Record<string, string>;
	failure: string | null;
	isDirty: boolean;
	isSaving: boolean;
	set: (change: Partial<Draft>) => void;
	undo: () => void;
	save: () => Promise<void>;
};

/** Null until it is known who is signed in. */
export function useSettingsForm(): SettingsForm | null {
	const who = me.value;
	const draft = useSignal<Draft | null>(null);
	const base = useSignal<Me | null>(null);
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	const isSaving = useSignal(false);
	const clean = base.value === null ? null : draftFrom(base.value);
	const isDirty = draft.value !== null && JSON.stringify(draft.value) !== JSON.stringify(clean);
	useUnsaved(isDirty ? "Your changes to the settings aren't saved." : null);
	useEffect(() => {
		if (who === null || isDirty) return;
		base.value = who;
		draft.value = draftFrom(who);
	}, [who]);

	const from = base.value;
	if (who === null || draft.value === null || from === null) return null;
	const set = (change: Partial<Draft>) => {
		if (draft.value !== null) draft.value = { ...draft.value, ...change };
	};
	const undo = () => {
		draft.value = clean;
		wrong.value = {};
		failure.value = null;
	};
	const save = async () => {
		if (draft.value === null || isSaving.value) return;
		failure.value = null;
		wrong.value = check(draft.value);
		if (Object.keys(wrong.value).length > 0) return focusWrong();
		isSaving.value = true;
		const answer = await saveWorkspace(changeOf(draft.value, from));
		isSaving.value = false;
		if (!answer.ok) {
			wrong.value = Object.fromEntries(
				Object.entries(answer.failure.fields).map(([key, text]) => [key.split(".")[0] ?? key, text]),
			);
			failure.value = `Not saved. ${answer.failure.message}`;
			return focusWrong();
		}
		base.value = answer.value;
		draft.value = draftFrom(answer.value);
		me.value = answer.value;
		tell("Settings saved");
	};
	return {
		base: from,
		draft: draft.value,
		wrong: wrong.value,
		failure: failure.value,
		isDirty,
		isSaving: isSaving.value,
		set,
		undo,
		save,
	};
}
