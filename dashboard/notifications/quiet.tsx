/** When nothing disturbs: the member's quiet hours, and whether they are told while the team is out. */
import { useSignal } from "@preact/signals";
import type { OwnNotifications } from "../../src/protocol/notification/own.ts";
import type { PreferencesChange } from "../../src/protocol/notification/table.ts";
import { Section } from "../settings/section.tsx";

const night = { from: "22:00", to: "07:00" };

type Props = { own: OwnNotifications; save: (change: PreferencesChange) => void };

export function QuietSection({ own, save }: Props) {
	const { quiet, whenOut } = own.preferences;
	return (
		<Section
			title="Quiet"
			text="In quiet hours only the count changes. Mail waits until they are over, and isn't sent for what you have seen by then."
		>
			<label class="pair">
				<input
					type="checkbox"
					class="cb"
					checked={quiet !== null}
					onChange={(event) => save({ quiet: event.currentTarget.checked ? night : null })}
				/>
				Quiet hours every day
			</label>
			{quiet !== null && (
				<div class="quiet-hours">
					<Time label="From" value={quiet.from} onChange={(from) => save({ quiet: { ...quiet, from } })} />
					<Time label="to" value={quiet.to} onChange={(to) => save({ quiet: { ...quiet, to } })} />
					<span class="quiet">
						{own.timezone.replaceAll("_", " ")} · <a href="/settings/account">change the time zone</a>
					</span>
				</div>
			)}
			<label class="pair">
				<input
					type="checkbox"
					class="cb"
					checked={whenOut}
					onChange={(event) => save({ whenOut: event.currentTarget.checked })}
				/>
				<span>
					Also outside business hours
					<br />
					<span class="quiet">Otherwise nobody is woken: visitors hear that the team is out.</span>
				</span>
			</label>
		</Section>
	);
}

/** Saved when the input is left: a time is incomplete while it is typed. */
function Time({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
	const typed = useSignal(value);
	return (
		<label>
			{label}{" "}
			<input
				type="time"
				class="input"
				required
				value={typed.value}
				onInput={(event) => void (typed.value = event.currentTarget.value)}
				onBlur={() => {
					if (typed.value === "") typed.value = value;
					else if (typed.value !== value) onChange(typed.value);
				}}
			/>
		</label>
	);
}
