/**
 * Going to another page: from code, and held up while something unsaved would be lost. The router listens to clicks on
 * links and to the browser's back button; the guard stands before both, in the capture phase.
 */
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { confirm } from "../look/dialog.tsx";

let route: (url: string, replace?: boolean) => void = (url) => location.assign(url);

/** Asked before leaving; null when nothing would be lost. */
let unsaved: string | null = null;
let here = location.pathname + location.search;

/** Goes to a page of the dashboard, asking first where something is unsaved. */
export async function go(url: string, replace = false): Promise<void> {
	if (await mayLeave()) route(url, replace);
}

/** Lets `Navigation` hand the router's function to code outside components. */
export function Navigation() {
	const location = useLocation();
	route = location.route;
	here = location.url;
	return null;
}

async function mayLeave(): Promise<boolean> {
	if (unsaved === null) return true;
	const left = await confirm({
		title: "Leave without saving?",
		text: unsaved,
		yes: "Leave",
		no: "Keep editing",
		danger: true,
	});
	if (left) unsaved = null;
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

// The browser has moved already when it tells, so the page is put back and the question asked from there.
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

/** While `text` is set, leaving the page asks with these words. */
export function useUnsaved(text: string | null): void {
	useEffect(() => {
		unsaved = text;
		return () => {
			unsaved = null;
		};
	}, [text]);
}
