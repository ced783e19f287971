/**
 * The frame of every knowledge page: heading, tabs, and the page's action. To add a page, add a line to `tabs`, and a lazy
 * route in app.tsx before the one with `:kind`.
 */
import "./frame.css";
import { useLocation } from "preact-iso";
import type { ComponentChildren } from "preact";

/** `more` is the part of the name that narrow screens leave out. */
const tabs: { href: string; name: string; more?: string }[] = [
	{ href: "/knowledge", name: "Articles", more: " and questions" },
	{ href: "/knowledge/sources", name: "Sources" },
	{ href: "/knowledge/gaps", name: "Gaps" },
	{ href: "/knowledge/playground", name: "Playground" },
];

/** The tab of an address: the one with the longest `href` that the address begins with. */
const tabOf = (path: string): string =>
	tabs
		.map(({ href }) => href)
		.filter((href) => path === href || path.startsWith(`${href}/`))
		.toSorted((a, b) => b.length - a.length)[0] ?? "";

type Props = {
	/** The button at the bar's end. */
	action?: ComponentChildren;
	/** True: no bar, because an editor on a phone uses the whole screen. */
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
