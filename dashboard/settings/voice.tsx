/** The section for the AI's writing: its name, tone, length, instructions and model. */
import { Field } from "../ui/field.tsx";
import type { Draft, SectionProps } from "./draft.ts";
import { Section } from "./section.tsx";

type Key = "tone" | "answerLength" | "model";

const choices: { [K in Key]: { label: string; hint?: string; options: Record<Draft[K], string> } } = {
	tone: { label: "Tone", options: { plain: "Plain", friendly: "Friendly", formal: "Formal" } },
	answerLength: {
		label: "Length",
		options: { short: "Short, up to 50 words", medium: "Medium, up to 120 words", long: "As long as it needs" },
	},
	model: {
		label: "Model on Workers AI",
		hint: "The stronger one follows long articles better and costs about a third more. If it fails, the cheaper one stands in.",
		options: { cheaper: "Cheaper: GLM 4.7 Flash", stronger: "Stronger: Gemma 4 26B" },
	},
};

function Choice<K extends Key>({ name, draft, set, readonly }: SectionProps & { name: K }) {
	const { label, hint, options } = choices[name];
	const values = Object.entries<string>(options);
	return (
		<Field label={label} hint={hint} wrong={undefined}>
			{(attributes) => (
				<select
					{...attributes}
					class="input"
					disabled={readonly}
					value={draft[name]}
					onChange={(event) => {
						const chosen = values.find(([value]) => value === event.currentTarget.value);
						if (chosen) set({ [name]: chosen[0] });
					}}
				>
					{values.map(([value, text]) => (
						<option key={value} value={value}>
							{text}
						</option>
					))}
				</select>
			)}
		</Field>
	);
}

export const VoiceSection = (props: SectionProps) => {
	const { draft, set, wrong, readonly } = props;
	return (
		<Section title="Voice" text="How the AI writes. The notes hold for every answer; they are no source for one.">
			<Field label="Name of the AI" hint="Visitors always see that it is an AI." wrong={wrong["aiName"]}>
				{(attributes) => (
					<input
						{...attributes}
						class="input"
						dir="auto"
						maxLength={40}
						placeholder="AI"
						readOnly={readonly}
						value={draft.aiName}
						onInput={(event) => set({ aiName: event.currentTarget.value })}
					/>
				)}
			</Field>
			<Choice {...props} name="tone" />
			<Choice {...props} name="answerLength" />
			<Field
				label="Notes for every answer"
				hint="One a line, such as: Never promise a delivery date."
				wrong={wrong["guidance"]}
			>
				{(attributes) => (
					<textarea
						{...attributes}
						class="input"
						rows={4}
						dir="auto"
						readOnly={readonly}
						value={draft.guidance}
						onInput={(event) => set({ guidance: event.currentTarget.value })}
					/>
				)}
			</Field>
			<Choice {...props} name="model" />
		</Section>
	);
};
