/** The dialog that asks until when a conversation is snoozed: a few times to press, and a date and time of one's own. */
import "./snooze.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { dayAndTime, now, shownTimezone } from "../../ui/time.ts";
import { snoozeTimes, timeOf, typedAs } from "./times.ts";

type Props = { onClose: () => void; onSnooze: (until: number | null) => void };

export function SnoozeDialog({ onClose, onSnooze }: Props) {
	const timezone = shownTimezone();
	const [first, ...others] = snoozeTimes(now.peek(), timezone);
	const typed = useSignal(typedAs(others[0]?.until ?? now.peek(), timezone));
	const wrong = useSignal<string | undefined>(undefined);
	const start = useRef<HTMLButtonElement>(null);
	useEffect(() => start.current?.focus(), []);

	const until = (time: number | null) => {
		onClose();
		onSnooze(time);
	};
	const submit = (event: SubmitEvent) => {
		event.preventDefault();
		const time = timeOf(typed.value, timezone);
		if (time === null) wrong.value = "Choose a day and a time.";
		else if (time <= now.peek()) wrong.value = "That is over already. Choose a time that is still to come.";
		else until(time);
	};
	const times = first === undefined ? [] : [first, ...others];
	return (
		<Dialog title="Snooze until" onClose={onClose}>
			<p class="quiet">It leaves the list, and comes back at its time, or as soon as the visitor writes.</p>
			<div class="snooze-times">
				{times.map(({ name, until: time }, index) => (
					<button
						type="button"
						class="btn"
						key={name}
						ref={index === 0 ? start : undefined}
						onClick={() => until(time)}
					>
						{name} <span class="num">{dayAndTime(time)}</span>
					</button>
				))}
				<button type="button" class="btn" onClick={() => until(null)}>
					Until they write
				</button>
			</div>
			<form class="snooze-own" onSubmit={submit} noValidate>
				<Field label="Another day and time" hint={timezone.replaceAll("_", " ")} wrong={wrong.value} steady>
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							type="datetime-local"
							value={typed.value}
							onInput={(event) => {
								typed.value = event.currentTarget.value;
								wrong.value = undefined;
							}}
						/>
					)}
				</Field>
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class="btn p">
						Snooze
					</button>
				</div>
			</form>
		</Dialog>
	);
}
