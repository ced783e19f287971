/** The workspace's colour, of the chat and of mails, with what white letters on it look like. */
import { isReadable } from "../../src/protocol/settings/colour.ts";
import { Field } from "../ui/field.tsx";
import type { SectionProps } from "./draft.ts";

export function ColourField({ draft: { colour }, set, wrong, readonly }: SectionProps) {
	// Told while one chooses: a picker has no moment at which it is left.
	const unreadable = isReadable(colour)
		? undefined
		: "White letters can't be read on this colour. Choose a darker one.";
	return (
		<Field label="Colour" hint="Of the chat and of mails." wrong={wrong["colour"] ?? unreadable}>
			{(attributes) => (
				<div class="colour">
					<input
						{...attributes}
						type="color"
						disabled={readonly}
						value={colour}
						onInput={(event) => set({ colour: event.currentTarget.value })}
					/>
					<code>{colour}</code>
					<span class="colour-sample" style={{ background: colour }} aria-hidden="true">
						Send
					</span>
				</div>
			)}
		</Field>
	);
}
