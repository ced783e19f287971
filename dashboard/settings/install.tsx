/** The section with the script tag that adds the widget to a site, and a button to copy it. */
import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { Icon } from "../ui/icon.tsx";
import { warn } from "../ui/toast.tsx";
import { Section } from "./section.tsx";
import { scrollable } from "../ui/scrollable.ts";

const COPIED_MS = 2_000;

export function Install({ publicKey }: { publicKey: string }) {
	const src = `${location.origin}/widget.js`;
	return (
		<Section
			title="Put the chat on your site"
			text="Paste this tag before </body> on every page that should have the chat."
		>
			<TagBox parts={["<script", `src="${src}"`, `data-workspace="${publicKey}"`, "async></script>"]} />
			<p>Does a tag manager insert the tag, or does your site drop attributes it doesn't know? Use this form.</p>
			<TagBox parts={["<script", `src="${src}?key=${publicKey}"`, "async></script>"]} />
		</Section>
	);
}

function TagBox({ parts }: { parts: string[] }) {
	const copied = useSignal(false);
	const tag = parts.join(" ");
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(tag);
		} catch {
			// The browser refused permission, or the page isn't a secure context.
			return warn("The browser doesn't allow copying. Select the tag and copy it yourself.");
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
						<span>{part}</span>{" "}
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
