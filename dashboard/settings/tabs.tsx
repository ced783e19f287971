/**
 * The settings' tabs: the workspace, the team, one's own account. A page with a form of its own shows them in its bar; the
 * others are within `SettingsFrame`. To add a page, add a line to `tabs` and a lazy route in app.tsx.
 */
import type { ComponentChildren } from "preact";
import type { Permission } from "../../src/auth/roles.ts";
import { type PageTab, PageTabs } from "../shell/page-tabs.tsx";
import { can } from "../shell/session.ts";

const tabs: readonly (PageTab & { may?: Permission })[] = [
	{ href: "/settings", name: "Workspace" },
	{ href: "/settings/team", name: "Team" },
	{ href: "/settings/canned", name: "Canned responses", may: "converse" },
	{ href: "/settings/notifications", name: "Notifications" },
	{ href: "/settings/tags", name: "Tags", may: "configure" },
	{ href: "/settings/mail", name: "Mail", may: "configure" },
	{ href: "/settings/activity", name: "Activity", may: "read_audit" },
	{ href: "/settings/account", name: "My account" },
];

/** The heading of the page's bar and the tabs that one's role may open. */
export const SettingsTabs = () => (
	<PageTabs title="Settings" tabs={tabs.filter(({ may }) => may === undefined || can(may))} />
);

/** `action`: the button at the bar's end. */
export const SettingsFrame = ({ action, children }: { action?: ComponentChildren; children: ComponentChildren }) => (
	<main class="page settings">
		<div class="bar">
			<SettingsTabs />
			<span class="rest" />
			{action}
		</div>
		{children}
	</main>
);
