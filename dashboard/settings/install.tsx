/** The section with the script tag that adds the widget to a site, and a button to copy it. */
import { CopyBox } from "./copy-box.tsx";
import { Section } from "./section.tsx";

/** The line that a team pastes into its site. `inAddress`: with the key in its address, for sites that drop attributes. */
export function TagLine({ publicKey, inAddress = false }: { publicKey: string; inAddress?: boolean }) {
	const src = `${location.origin}/widget.js`;
	const parts = inAddress ? [`src="${src}?key=${publicKey}"`] : [`src="${src}"`, `data-workspace="${publicKey}"`];
	return <CopyBox parts={["<script", ...parts, "async></script>"]} />;
}

export const Install = ({ publicKey }: { publicKey: string }) => (
	<Section
		title="Put the chat on your site"
		text="Paste this tag before </body> on every page that should have the chat."
	>
		<TagLine publicKey={publicKey} />
		<p>Does a tag manager insert the tag, or does your site drop attributes it doesn't know? Use this form.</p>
		<TagLine publicKey={publicKey} inAddress />
	</Section>
);
