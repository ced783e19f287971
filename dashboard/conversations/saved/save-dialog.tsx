/** The dialog that saves the list's filter as a view, for oneself or, for leads, for the team. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { keptFilter, type ViewOwner } from "../../../src/protocol/list/view.ts";
import { useSaving } from "../../fetch/saving.ts";
import type { ListFilter } from "../../shell/inbox-filter.ts";
import { can, myId } from "../../shell/session.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure, Field } from "../../ui/field.tsx";
import { tell } from "../../ui/toast.tsx";
import { filterWords } from "../filter/names.ts";
import { addView } from "./api.ts";

export function SaveDialog({ filter, onClose }: { filter: ListFilter; onClose: () => void }) {
	const name = useSignal("");
	const whose = useSignal<ViewOwner>("own");
	const first = useRef<HTMLInputElement>(null);
	const { save, wrong, failure, busy } = useSaving();
	useEffect(() => first.current?.focus(), []);
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		const draft = { name: name.value, whose: whose.value, filter: keptFilter(filter, myId.peek()) };
		if ((await save(() => addView(draft))) === null) return;
		onClose();
		tell(whose.value === "team" ? "Saved for the team" : "Saved under My views");
	};
	return (
		<Dialog title="Save view" onClose={onClose}>
			<p class="quiet" dir="auto">
				{filterWords(filter)}
			</p>
			<form class="stack" onSubmit={submit} noValidate>
				<Failure text={failure.value} />
				<Field label="Name" wrong={wrong.value["name"]}>
					{(attributes) => (
						<input
							{...attributes}
							ref={first}
							class="input"
							dir="auto"
							autocomplete="off"
							maxLength={60}
							value={name.value}
							onInput={(event) => {
								name.value = event.currentTarget.value;
							}}
						/>
					)}
				</Field>
				{can("configure") && (
					<Field label="For">
						{(attributes) => (
							<select
								{...attributes}
								class="input"
								value={whose.value}
								onChange={(event) => {
									whose.value = event.currentTarget.value === "team" ? "team" : "own";
								}}
							>
								<option value="own">Me</option>
								<option value="team">The whole team</option>
							</select>
						)}
					</Field>
				)}
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class="btn p" disabled={busy.value}>
						Save view
					</button>
				</div>
			</form>
		</Dialog>
	);
}
