/** A text area for Markdown with a preview beside it, rendered by the same parser as in the chat. */
import { Field } from "../../ui/field.tsx";
import { scrollable } from "../../ui/scrollable.ts";
import { Markdown } from "../../thread/log/markdown.tsx";

type Props = {
	label: string;
	text: string;
	wrong: string | undefined;
	readonly: boolean;
	onText: (text: string) => void;
};

export const MarkdownField = ({ label, text, wrong, readonly, onText }: Props) => (
	<div class="sides">
		<Field label={label} hint="Markdown: **bold**, *italic*, - lists, [links](https://…)." wrong={wrong}>
			{(attributes) => (
				<textarea
					{...attributes}
					class="input text"
					dir="auto"
					readOnly={readonly}
					value={text}
					onInput={(event) => onText(event.currentTarget.value)}
				/>
			)}
		</Field>
		<div class="field preview-field">
			<div class="name">Preview</div>
			<div class="preview-box scroll" {...scrollable} role="region" aria-label="Preview">
				{text.trim() === "" ? <p class="quiet">Nothing written yet.</p> : <Markdown text={text} />}
			</div>
		</div>
	</div>
);
