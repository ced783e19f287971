/** The section with the script tag that adds the widget to a site, and a button to copy it. */
import { Section } from "./section.tsx";
import { TagLine } from "./tag-line.tsx";

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
