/**
 * The frame of every knowledge page: heading, tabs, and the page's action. To add a page, add a line to `tabs`, and a lazy
 * route in app.tsx before the one with `:kind`.
 */
import type { ComponentChildren } from "preact";
import { type PageTab, PageTabs } from "../shell/page-tabs.tsx";

const tabs: readonly PageTab[] = [
	{ href: "/knowledge", name: "Articles", more: " and questions" },
	{ href: "/knowledge/sources", name: "Sources" },
	{ href: "/knowledge/gaps", name: "Gaps" },
	{ href: "/knowledge/playground", name: "Playground" },
];

type Props = {
	/** The button at the bar's end. */
	action?: ComponentChildren;
	/** True: no bar, because an editor on a phone uses the whole screen. */
	bare?: boolean;
	children: ComponentChildren;
};

export const KnowledgeFrame = ({ action, bare = false, children }: Props) => (
	<main class="page">
		{!bare && (
			<div class="bar">
				<PageTabs title="Knowledge" tabs={tabs} />
				<span class="rest" />
				{action}
			</div>
		)}
		{children}
	</main>
);
