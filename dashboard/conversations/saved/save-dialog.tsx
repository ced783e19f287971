/** The dialog that saves the list's filter as a view, for oneself or, for leads, for the team: a new one, or one that is there. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { keptFilter, type ViewOwner } from "../../../src/protocol/list/view.ts";
import { useSaving } from "../../fetch/saving.ts";
import { useInbox } from "../../shell/inbox-context.tsx";
import type { ListFilter } from "../../shell/inbox-filter.ts";
import { can, myId } from "../../shell/session.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Failure, Field } from "../../ui/field.tsx";
import { tell } from "../../ui/toast.tsx";
import { filterWords } from "../filter/names.ts";
import { addView, changeView } from "./api.ts";

export function SaveDialog({ filter, onClose }: { filter: ListFilter; onClose: () => void }) {
	const name = useSignal("");
	const whose = useSignal<ViewOwner>("own");
	/** The id of the view that shows this from now on; empty: a new one. */
	const changed = useSignal("");
	const first = useRef<HTMLInputElement>(null);
	const { save, wrong, failure, busy } = useSaving();
	useEffect(() => first.current?.focus(), []);
	const own = useInbox().views.value.filter((view) => view.whose === "own" || can("configure"));
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		const kept = keptFilter(filter, myId.peek());
		const known = own.find(({ id }) => id === changed.value);
		const send = () =>
			known ? changeView(known.id, { filter: kept }) : addView({ name: name.value, whose: whose.value, filter: kept });
		if ((await save(send)) === null) return;
		onClose();
		if (known) tell(`“${known.name}” shows this now`);
		else tell(whose.value === "team" ? "Saved for the team" : "Saved under My views");
	};
	return (
		<Dialog title="Save view" onClose={onClose}>
			<p class="quiet" dir="auto">
				{filterWords(filter)}
			</p>
			<form class="stack" onSubmit={submit} noValidate>
				<Failure text={failure.value} />
				{own.length > 0 && (
					<Field label="Save as">
						{(attributes) => (
							<select
								{...attributes}
								class="input"
								value={changed.value}
								onChange={(event) => {
									changed.value = event.currentTarget.value;
								}}
							>
								<option value="">A new view</option>
								<optgroup label="In place of what it shows now">
									{own.map(({ id, name: old, whose: owner }) => (
										<option key={id} value={id}>
											{owner === "team" ? `${old} (the team’s)` : old}
										</option>
									))}
								</optgroup>
							</select>
						)}
					</Field>
				)}
				{changed.value === "" && (
					<>
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
					</>
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
