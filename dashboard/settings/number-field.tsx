/** An input of the settings for a number, with its unit behind it. */
import type { ComponentChildren } from "preact";
import { Field } from "../ui/field.tsx";
import type { Draft, NumberKey, SectionProps } from "./draft.ts";

type Props = SectionProps & { name: NumberKey; label: string; unit: string; hint?: ComponentChildren };

export const NumberField = ({ draft, set, wrong, readonly, name, label, unit, hint }: Props) => (
	<Field label={label} hint={hint} wrong={wrong[name]}>
		{(attributes) => (
			<span class="unit">
				<input
					{...attributes}
					class="input"
					inputMode="numeric"
					readOnly={readonly}
					value={draft[name]}
					onInput={(event) => {
						const change: Partial<Draft> = { [name]: event.currentTarget.value };
						set(change);
					}}
				/>
				{unit}
			</span>
		)}
	</Field>
);
