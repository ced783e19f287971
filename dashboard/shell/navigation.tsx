/**
 * Navigation from code, and the guard that asks before unsaved input is lost. The router listens to clicks on links and to
 * popstate; the guard listens to both in the capture phase, so it runs first.
 */
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import { confirm } from "../ui/dialog.tsx";

let route: (url: string, replace?: boolean) => void = (url) => location.assign(url);

type Unsaved = { text: string; discard: () => void };

/** The unsaved input that the guard asks about; null when there is none. */
let unsaved: Unsaved | null = null;
let here = location.pathname + location.search;

/** Navigates to a page of the dashboard, and asks first if there is unsaved input. */
export async function go(url: string, replace = false): Promise<void> {
	if (await mayLeave()) route(url, replace);
}

/** Navigates without asking, after unsaved input was saved or deleted. */
export function goOn(url: string, replace = false): void {
	unsaved = null;
	route(url, replace);
}

/** Gives the router's function to code outside components. Must be rendered within the router. */
export function Navigation() {
	const location = useLocation();
	route = location.route;
	here = location.url;
	return null;
}

async function mayLeave(): Promise<boolean> {
	if (unsaved === null) return true;
	const blocking = unsaved;
	const left = await confirm({
		title: "Leave without saving?",
		text: blocking.text,
		yes: "Leave",
		no: "Keep editing",
		danger: true,
	});
	if (left) {
		blocking.discard();
		unsaved = null;
	}
	return left;
}

addEventListener(
	"click",
	(event) => {
		if (unsaved === null || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
			return;
		const link = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
		if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin || link.target === "_blank") return;
		event.preventDefault();
		event.stopImmediatePropagation();
		void go(link.pathname + link.search);
	},
	{ capture: true },
);

// At popstate the browser has changed the address already, so the guard restores it and then asks.
addEventListener(
	"popstate",
	(event) => {
		if (unsaved === null) return;
		const target = location.pathname + location.search;
		if (target === here) return;
		event.stopImmediatePropagation();
		history.pushState(null, "", here);
		void go(target);
	},
	{ capture: true },
);

addEventListener("beforeunload", (event) => {
	if (unsaved !== null) event.preventDefault();
});

/** While `text` is set, the guard asks with it before the page is left, and calls `discard` if the user leaves. */
export function useUnsaved(text: string | null, discard: () => void = () => {}): void {
	const latest = useRef(discard);
	latest.current = discard;
	useEffect(() => {
		unsaved = text === null ? null : { text, discard: () => latest.current() };
		return () => {
			unsaved = null;
		};
	}, [text]);
}
