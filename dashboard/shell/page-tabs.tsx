/** The tabs in a page's bar: links to the pages of one place, such as Knowledge. */
import styles from "./page-tabs.module.css";
import { useLocation } from "preact-iso";

/** `more` is the part of the name that narrow screens leave out. */
export type PageTab = { href: string; name: string; more?: string };

/** The tab of an address: the one with the longest `href` that the address begins with. */
const tabOf = (tabs: readonly PageTab[], path: string): string =>
	tabs
		.map(({ href }) => href)
		.filter((href) => path === href || path.startsWith(`${href}/`))
		.toSorted((a, b) => b.length - a.length)[0] ?? "";

/** The bar's heading and, beside it, the tabs. On a phone the heading is for screen readers only: the tabs need its space. */
export function PageTabs({ title, tabs }: { title: string; tabs: readonly PageTab[] }) {
	const { path } = useLocation();
	const current = tabOf(tabs, path);
	return (
		<>
			<h1 class={styles["title"]}>{title}</h1>
			<nav class={styles["tabs"]} aria-label={title}>
				{tabs.map(({ href, name, more }) => (
					<a key={href} href={href} aria-current={href === current ? "page" : undefined}>
						<span>
							{name}
							{more && <span class={styles["wide"]}>{more}</span>}
						</span>
					</a>
				))}
			</nav>
		</>
	);
}
