/** The section with the script tag that adds the widget to a site, and a button to copy it. */
import { CopyBox } from "./copy-box.tsx";
import { Section } from "./section.tsx";

export function Install({ publicKey }: { publicKey: string }) {
	const src = `${location.origin}/widget.js`;
	return (
		<Section
			title="Put the chat on your site"
			text="Paste this tag before </body> on every page that should have the chat."
		>
			<CopyBox parts={["<script", `src="${src}"`, `data-workspace="${publicKey}"`, "async></script>"]} />
			<p>Does a tag manager insert the tag, or does your site drop attributes it doesn't know? Use this form.</p>
			<CopyBox parts={["<script", `src="${src}?key=${publicKey}"`, "async></script>"]} />
		</Section>
	);
}
