/** The tabs in a page's bar: links to the pages of one place, such as Knowledge. */
import styles from "./page-tabs.module.css";
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";

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
	const row = useRef<HTMLElement>(null);
	const isCut = useSignal(false);
	// Where the tabs are wider than the screen, the current one is in view, and a fade says that there are more.
	useEffect(() => {
		const element = row.current;
		if (element === null) return;
		element.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
		const measure = () => {
			isCut.value = Math.ceil(element.scrollLeft + element.clientWidth) < element.scrollWidth - 1;
		};
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		element.addEventListener("scroll", measure, { passive: true });
		return () => {
			observer.disconnect();
			element.removeEventListener("scroll", measure);
		};
	}, [current, tabs.length]);
	return (
		<>
			<h1 class={styles["title"]}>{title}</h1>
			<nav ref={row} class={styles["tabs"]} data-cut={isCut.value ? "" : undefined} aria-label={title}>
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
