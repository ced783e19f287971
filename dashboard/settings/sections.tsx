/** The simple sections of the settings: the chat, the AI's answers, the end of conversations. */
import { Field } from "../ui/field.tsx";
import { ColourField } from "./colour.tsx";
import type { Draft, SectionProps } from "./draft.ts";
import { NumberField } from "./number-field.tsx";
import { Section } from "./section.tsx";
import { ThresholdEffect } from "./threshold-effect.tsx";

export const ChatSection = ({ draft, set, wrong, readonly }: SectionProps) => (
	<Section title="Chat" text="What visitors see first, and the sites that may show it.">
		<Field label="Name of the workspace" wrong={wrong["name"]}>
			{(attributes) => (
				<input
					{...attributes}
					class="input"
					dir="auto"
					maxLength={80}
					readOnly={readonly}
					value={draft.name}
					onInput={(event) => set({ name: event.currentTarget.value })}
				/>
			)}
		</Field>
		<Field label="Greeting" wrong={wrong["greeting"]}>
			{(attributes) => (
				<textarea
					{...attributes}
					class="input"
					rows={2}
					dir="auto"
					maxLength={300}
					readOnly={readonly}
					value={draft.greeting}
					onInput={(event) => set({ greeting: event.currentTarget.value })}
				/>
			)}
		</Field>
		<ColourField {...{ draft, set, wrong, readonly }} />
		<Field
			label="Allowed sites"
			hint="One a line, such as https://shop.example. The chat stays away from all others."
			wrong={wrong["allowedOrigins"]}
		>
			{(attributes) => (
				<textarea
					{...attributes}
					class="input"
					rows={3}
					spellcheck={false}
					readOnly={readonly}
					value={draft.sites}
					onInput={(event) => set({ sites: event.currentTarget.value })}
				/>
			)}
		</Field>
		<label class="pair">
			<input
				type="checkbox"
				class="cb"
				checked={draft.keepPageQuery}
				disabled={readonly}
				onChange={(event) => set({ keepPageQuery: event.currentTarget.checked })}
			/>
			<span>
				Keep the query of page addresses
				<br />
				<span class="quiet">
					What follows the question mark in the address of a visitor's page, such as ?order=4711. It may hold secrets.
				</span>
			</span>
		</label>
	</Section>
);

/** `threshold`: the saved one, in percent. */
export function AnswerSection(props: SectionProps & { threshold: number }) {
	const { draft, set, wrong, readonly } = props;
	const choice = <Key extends "onRequest" | "onFileAlone">(key: Key, value: Draft[Key], name: string, text: string) => (
		<label class="pair">
			<input
				type="radio"
				class="cb round"
				name={key}
				checked={draft[key] === value}
				disabled={readonly}
				onChange={() => set({ [key]: value })}
			/>
			<span>
				{name}
				<br />
				<span class="quiet">{text}</span>
			</span>
		</label>
	);
	return (
		<Section title="Answers" text="When the AI answers by itself, and when it calls a person.">
			<NumberField
				{...props}
				name="threshold"
				label="Confidence threshold"
				unit="%"
				hint="Under this the AI says that it isn't sure, and offers a person."
			/>
			<ThresholdEffect current={props.threshold} typed={draft.threshold} />
			<fieldset class="choices">
				<legend>When a visitor asks for a person</legend>
				{choice("onRequest", "connect", "Connect at once", "They join the queue without another question.")}
				{choice("onRequest", "offer", "Offer first", "The AI asks whether they want a person, with two buttons.")}
			</fieldset>
			<fieldset class="choices">
				<legend>When a visitor sends a file without words</legend>
				{choice(
					"onFileAlone",
					"say",
					"Say that the AI can't see it",
					"And ask what it is about. They can ask for a person.",
				)}
				{choice("onFileAlone", "hand_off", "Call a person", "They join the queue at once. The AI never gets the file.")}
			</fieldset>
			<Field
				label="Sensitive topics"
				hint="One a line. Messages with these words go to a person. Legal threats, refunds, chargebacks, data protection, injuries and press are heard in other wordings and languages too."
				wrong={wrong["sensitiveTopics"]}
			>
				{(attributes) => (
					<textarea
						{...attributes}
						class="input"
						rows={4}
						dir="auto"
						readOnly={readonly}
						value={draft.topics}
						onInput={(event) => set({ topics: event.currentTarget.value })}
					/>
				)}
			</Field>
		</Section>
	);
}

export const SecuritySection = ({ draft, set, readonly }: SectionProps) => (
	<Section title="Security" text="How the team signs in.">
		<label class="pair">
			<input
				type="checkbox"
				class="cb"
				checked={draft.requireSecondFactor}
				disabled={readonly}
				onChange={(event) => set({ requireSecondFactor: event.currentTarget.checked })}
			/>
			<span>
				Everybody needs a second factor
				<br />
				<span class="quiet">
					Whoever has none sets one up at their next request, you too. Until then they reach nothing else.
				</span>
			</span>
		</label>
	</Section>
);

export const ClosingSection = (props: SectionProps) => (
	<Section title="Waiting and closing" text="What happens when nobody says anything.">
		<NumberField
			{...props}
			name="noShowMinutes"
			label="No reply from the team"
			unit="minutes"
			hint="After this the visitor is told that nobody is in, and asked for an e-mail address."
		/>
		<NumberField {...props} name="closeAfterAiHours" label="Close after the AI's answer" unit="hours" />
		<NumberField {...props} name="closeAfterHumanHours" label="Close after a person's reply" unit="hours" />
	</Section>
);
