/** The section for this browser: whether it may notify, and what to do where it may not. */
import { Section } from "../settings/section.tsx";
import { askPermission, needsHomeScreen, permission } from "./permission.ts";

export function BrowserSection() {
	return (
		<Section title="This browser" text="Sound and count need nothing. Notifications need your browser's permission.">
			<div class="this-browser">{stateOf()}</div>
		</Section>
	);
}

function stateOf() {
	switch (permission.value) {
		case "granted":
			return <p>This browser shows notifications while a dashboard is open and you work elsewhere.</p>;
		case "default":
			return (
				<button type="button" class="btn" onClick={() => void askPermission()}>
					Turn on notifications here
				</button>
			);
		case "denied":
			return (
				<p>
					This browser has been told to show none. Allow notifications for this site in its settings, beside the
					address.
				</p>
			);
		case "missing":
			return needsHomeScreen() ? (
				<p>
					On an iPhone or iPad, add Parley to the home screen first: Share, then Add to Home Screen. Open it from there
					and come back to this page.
				</p>
			) : (
				<p>This browser has no notifications.</p>
			);
		default:
			return permission.value satisfies never;
	}
}
