/** The section of how conversations that wait for a person reach one. */
import { Field } from "../../ui/field.tsx";
import { RoutingMode } from "../../../src/protocol/settings/routing.ts";
import type { SectionProps } from "../draft.ts";
import { NumberField } from "../number-field.tsx";
import { Section } from "../section.tsx";

const names: Record<RoutingMode, string> = {
	by_hand: "By hand: whoever takes it",
	round_robin: "To one after another",
	least_busy: "To whoever has fewest",
};

export function RoutingSection(props: SectionProps) {
	const { draft, set, readonly } = props;
	return (
		<Section
			title="Routing"
			text="Who gets a conversation that waits for a person. It is offered to one teammate who is online and not away, and goes to the next where they don't react."
		>
			<Field label="Offer conversations">
				{(attributes) => (
					<select
						{...attributes}
						class="input"
						disabled={readonly}
						value={draft.routing}
						onChange={(event) => {
							const { value } = event.currentTarget;
							const mode = RoutingMode.options.find((each) => each === value);
							if (mode) set({ routing: mode });
						}}
					>
						{RoutingMode.options.map((mode) => (
							<option key={mode} value={mode}>
								{names[mode]}
							</option>
						))}
					</select>
				)}
			</Field>
			{draft.routing !== "by_hand" && (
				<>
					<NumberField
						{...props}
						name="routingLimit"
						label="At most"
						unit="open conversations a teammate"
						hint="Closed and snoozed ones don't count."
					/>
					<NumberField {...props} name="routingMinutes" label="Offer it to the next after" unit="minutes" />
				</>
			)}
		</Section>
	);
}
