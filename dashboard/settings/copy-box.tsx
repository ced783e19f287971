/** A text to copy, with its button: a script tag, a link. */
import "./copy-box.css";
import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { Icon } from "../ui/icon.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { warn } from "../ui/toast.tsx";

const COPIED_MS = 2_000;

/** `parts`: where the text may break. They are joined with `between`. */
export function CopyBox({ parts, between = " " }: { parts: string[]; between?: string }) {
	const copied = useSignal(false);
	const text = parts.join(between);
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(text);
		} catch {
			// The browser refused permission, or the page isn't a secure context.
			return warn("The browser doesn't allow copying. Select the text and copy it yourself.");
		}
		copied.value = true;
		setTimeout(() => {
			copied.value = false;
		}, COPIED_MS);
	};
	return (
		<div class="tag-box">
			<code {...scrollable}>
				{parts.map((part) => (
					<Fragment key={part}>
						<span>{part}</span>
						{between}
					</Fragment>
				))}
			</code>
			<button type="button" class="btn" onClick={() => void copy()}>
				<Icon name={copied.value ? "check" : "copy"} small />
				<span role="status">{copied.value ? "Copied" : "Copy"}</span>
			</button>
		</div>
	);
}
