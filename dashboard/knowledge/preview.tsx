/** How a text will look, drawn by the same parser as in the chat. */
import { Markdown } from "../thread/markdown.tsx";
import { scrollable } from "../look/scrollable.ts";

export const Preview = ({ text }: { text: string }) => (
	<div class="field preview-field">
		<div class="name">Preview</div>
		<div class="preview-box scroll" {...scrollable} role="region" aria-label="Preview">
			{text.trim() === "" ? <p class="quiet">Nothing written yet.</p> : <Markdown text={text} />}
		</div>
	</div>
);
