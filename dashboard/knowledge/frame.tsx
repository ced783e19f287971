/**
 * What stands over every page of the knowledge: its heading, the way to the other pages, and what the page can do.
 * Another page has a line in `tabs` and a lazy route of its own in app.tsx, before the one with `:kind`.
 */
import "./frame.css";
import { useLocation } from "preact-iso";
import type { ComponentChildren } from "preact";

/** `more` is left out where there is no room for it. */
const tabs: { href: string; name: string; more?: string }[] = [
	{ href: "/knowledge", name: "Articles", more: " and questions" },
	{ href: "/knowledge/sources", name: "Sources" },
	{ href: "/knowledge/gaps", name: "Gaps" },
	{ href: "/knowledge/playground", name: "Playground" },
];

/** The tab that an address belongs to: the longest that starts it. */
const tabOf = (path: string): string =>
	tabs
		.map(({ href }) => href)
		.filter((href) => path === href || path.startsWith(`${href}/`))
		.toSorted((a, b) => b.length - a.length)[0] ?? "";

type Props = {
	/** At the bar's end. */
	action?: ComponentChildren;
	/** Without the bar: an editor has a phone's screen to itself. */
	bare?: boolean;
	children: ComponentChildren;
};

export function KnowledgeFrame({ action, bare = false, children }: Props) {
	const { path } = useLocation();
	const current = tabOf(path);
	return (
		<main class="page">
			{!bare && (
				<div class="bar k-bar">
					<h1>Knowledge</h1>
					{tabs.length > 1 && (
						<nav class="k-tabs" aria-label="Knowledge">
							{tabs.map(({ href, name, more }) => (
								<a key={href} href={href} aria-current={href === current ? "page" : undefined}>
									<span>
										{name}
										{more && <span class="wide-only">{more}</span>}
									</span>
								</a>
							))}
						</nav>
					)}
					<span class="rest" />
					{action}
				</div>
			)}
			{children}
		</main>
	);
}
