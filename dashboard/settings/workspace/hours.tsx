/** The section for business hours: by weekday in a time zone, with holidays, or always open. */
import { useId } from "preact/hooks";
import type { Hours } from "../../../src/protocol/workspace.ts";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Section } from "../section.tsx";
import type { SectionProps } from "../draft.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const workday = { from: "09:00", to: "18:00" };

const zones = (): string[] => {
	const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
	return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])];
};

const startingHours = (): Hours => ({
	timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
	days: weekdays.map((_, index) => (index < 5 ? workday : null)),
	holidays: [],
});

export function HoursSection({ draft, set, wrong, readonly }: SectionProps) {
	const { hours } = draft;
	const id = useId();
	const setDay = (index: number, day: Hours["days"][number]) => {
		if (hours !== null) set({ hours: { ...hours, days: hours.days.with(index, day) } });
	};
	return (
		<Section title="Business hours" text="Outside them a visitor who wants a person is asked for an e-mail address.">
			<label class="pair">
				<input
					type="checkbox"
					class="cb"
					checked={hours === null}
					disabled={readonly}
					onChange={(event) => set({ hours: event.currentTarget.checked ? null : startingHours() })}
				/>
				Somebody is always in
			</label>
			{hours !== null && (
				<>
					<Field label="Time zone">
						{(attributes) => (
							<select
								{...attributes}
								class="input"
								disabled={readonly}
								value={hours.timezone}
								onChange={(event) => set({ hours: { ...hours, timezone: event.currentTarget.value } })}
							>
								{[...new Set([hours.timezone, ...zones()])].map((zone) => (
									<option key={zone} value={zone}>
										{zone.replaceAll("_", " ")}
									</option>
								))}
							</select>
						)}
					</Field>
					<div class="days">
						{weekdays.map((name, index) => {
							const day = hours.days[index] ?? null;
							return (
								<div key={name} class="weekday" role="group" aria-label={name}>
									<label class="pair">
										<input
											type="checkbox"
											class="cb"
											checked={day !== null}
											disabled={readonly}
											onChange={(event) => setDay(index, event.currentTarget.checked ? workday : null)}
										/>
										{name}
									</label>
									{day === null ? (
										<span class="quiet">Nobody in</span>
									) : (
										<span class="span">
											<input
												type="time"
												class="input"
												aria-label={`${name}, from`}
												aria-describedby={wrong["hours"] === undefined ? undefined : id}
												aria-invalid={wrong["hours"] !== undefined && day.from >= day.to}
												readOnly={readonly}
												value={day.from}
												onChange={(event) => setDay(index, { ...day, from: event.currentTarget.value })}
											/>
											to
											<input
												type="time"
												class="input"
												aria-label={`${name}, to`}
												readOnly={readonly}
												value={day.to}
												onChange={(event) => setDay(index, { ...day, to: event.currentTarget.value })}
											/>
										</span>
									)}
								</div>
							);
						})}
					</div>
					{wrong["hours"] !== undefined && (
						<div class="field">
							<div class="wrong" id={id}>
								<Icon name="alert" small />
								{wrong["hours"]}
							</div>
						</div>
					)}
					<Field
						label="Holidays"
						hint="One a line: 2026-12-24, or 12-25 for every year. Nobody is in on them."
						wrong={wrong["holidays"]}
					>
						{(attributes) => (
							<textarea
								{...attributes}
								class="input"
								rows={3}
								spellcheck={false}
								readOnly={readonly}
								value={draft.holidays}
								onInput={(event) => set({ holidays: event.currentTarget.value })}
							/>
						)}
					</Field>
				</>
			)}
		</Section>
	);
}
