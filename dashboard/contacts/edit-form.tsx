/** The form for a contact's name, e-mail address and notes. It is read-only for members who may not edit, and changes nothing until it is saved. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import * as v from "valibot";
import { ContactEdit, type ContactProfile } from "../../src/protocol/contact.ts";
import { saveContact } from "../api.ts";
import { useSaving } from "../fetch/saving.ts";
import { useUnsaved } from "../shell/navigation.tsx";
import { can } from "../shell/session.ts";
import { Failure, Field } from "../ui/field.tsx";
import { tell } from "../ui/toast.tsx";

type Draft = { name: string; email: string; notes: string };

const draftFrom = (profile: ContactProfile): Draft => ({
	name: profile.name ?? "",
	email: profile.email ?? "",
	notes: profile.notes,
});
const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

export function EditForm({ profile, onSaved }: { profile: ContactProfile; onSaved: (saved: ContactProfile) => void }) {
	const draft = useSignal(draftFrom(profile));
	const base = useSignal(draftFrom(profile));
	const { busy, wrong, failure, refuse, save } = useSaving();
	const readonly = !can("edit_contacts");
	const dirty = JSON.stringify(draft.value) !== JSON.stringify(base.value);
	useUnsaved(dirty ? "Your changes to this contact aren't saved." : null);
	// A change by somebody else is shown only if nothing has been typed here.
	useEffect(() => {
		if (!dirty) draft.value = draftFrom(profile);
		base.value = draftFrom(profile);
	}, [profile]);

	const set = (change: Partial<Draft>) => {
		draft.value = { ...draft.value, ...change };
	};
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		const edit = { name: orNull(draft.value.name), email: orNull(draft.value.email), notes: draft.value.notes };
		const parsed = v.safeParse(ContactEdit, edit);
		if (!parsed.success)
			return refuse(Object.fromEntries(parsed.issues.map((issue) => [v.getDotPath(issue) ?? "", issue.message])));
		const saved = await save(() => saveContact(profile.id, parsed.output));
		if (saved === null) return;
		base.value = draftFrom(saved.value);
		draft.value = base.value;
		onSaved(saved.value);
		tell("Contact saved");
	};
	return (
		<form class="stack" onSubmit={submit} noValidate>
			<Failure text={failure.value} />
			<Field label="Name" wrong={wrong.value["name"]}>
				{(attributes) => (
					<input
						{...attributes}
						class="input"
						dir="auto"
						maxLength={120}
						readOnly={readonly}
						autocomplete="off"
						value={draft.value.name}
						onInput={(event) => set({ name: event.currentTarget.value })}
					/>
				)}
			</Field>
			<Field label="E-mail" wrong={wrong.value["email"]}>
				{(attributes) => (
					<input
						{...attributes}
						class="input"
						type="email"
						dir="auto"
						readOnly={readonly}
						autocomplete="off"
						value={draft.value.email}
						onInput={(event) => set({ email: event.currentTarget.value })}
					/>
				)}
			</Field>
			<Field label="Notes" hint="For the team only." wrong={wrong.value["notes"]}>
				{(attributes) => (
					<textarea
						{...attributes}
						class="input"
						rows={5}
						dir="auto"
						maxLength={5000}
						readOnly={readonly}
						value={draft.value.notes}
						onInput={(event) => set({ notes: event.currentTarget.value })}
					/>
				)}
			</Field>
			{readonly ? (
				<p class="quiet">Only owners and admins can edit contacts.</p>
			) : (
				<div class="ends">
					{dirty && (
						<button
							type="button"
							class="btn"
							onClick={() => {
								draft.value = base.value;
								wrong.value = {};
							}}
						>
							Undo changes
						</button>
					)}
					<button type="submit" class="btn p" disabled={!dirty} aria-disabled={busy.value}>
						Save
					</button>
				</div>
			)}
		</form>
	);
}
