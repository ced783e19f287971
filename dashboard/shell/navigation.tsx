/**
 * Going to another page: from code, and held up while something unsaved would be lost. The router listens to clicks on
 * links and to the browser's back button; the guard stands before both, in the capture phase.
 */
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import { confirm } from "../ui/dialog.tsx";

let route: (url: string, replace?: boolean) => void = (url) => location.assign(url);

type Unsaved = { text: string; discard: () => void };

/** Asked about before leaving; null when nothing would be lost. */
let unsaved: Unsaved | null = null;
let here = location.pathname + location.search;

/** Goes to a page of the dashboard, asking first where something is unsaved. */
export async function go(url: string, replace = false): Promise<void> {
	if (await mayLeave()) route(url, replace);
}

/** Goes without asking: what was unsaved has just been saved or deleted. */
export function goOn(url: string, replace = false): void {
	unsaved = null;
	route(url, replace);
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
	const held = unsaved;
	const left = await confirm({
		title: "Leave without saving?",
		text: held.text,
		yes: "Leave",
		no: "Keep editing",
		danger: true,
	});
	if (left) {
		held.discard();
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

/** While `text` is set, leaving the page asks with these words, and `discard` runs when somebody leaves all the same. */
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
