/**
 * The settings' tabs: the workspace, the team, one's own account. A page with a form of its own shows them in its bar; the
 * others are within `SettingsFrame`. To add a page, add a line to `tabs` and a lazy route in app.tsx.
 */
import "../knowledge/frame.css";
import { useLocation } from "preact-iso";
import type { ComponentChildren } from "preact";
import type { Permission } from "../../src/auth/roles.ts";
import { can } from "../shell/session.ts";

const tabs: { href: string; name: string; may?: Permission }[] = [
	{ href: "/settings", name: "Workspace" },
	{ href: "/settings/team", name: "Team" },
];

export function SettingsTabs() {
	const { path } = useLocation();
	return (
		<nav class="k-tabs" aria-label="Settings">
			{tabs
				.filter(({ may }) => may === undefined || can(may))
				.map(({ href, name }) => (
					<a key={href} href={href} aria-current={href === path ? "page" : undefined}>
						<span>{name}</span>
					</a>
				))}
		</nav>
	);
}

/** `action`: the button at the bar's end. */
export const SettingsFrame = ({ action, children }: { action?: ComponentChildren; children: ComponentChildren }) => (
	<main class="page settings">
		<div class="bar k-bar">
			<h1>Settings</h1>
			<SettingsTabs />
			<span class="rest" />
			{action}
		</div>
		{children}
	</main>
);
