/**
 * Lazy pages and panels, whose code is loaded when they are first opened. If loading fails, a deploy has most likely
 * replaced the file, so the dashboard reloads. It does so only once the server answers: otherwise the browser's error page
 * would replace everything that is open.
 */
import type { ComponentType } from "preact";
import { lazy } from "preact-iso";
import { useEffect } from "preact/hooks";
import { warn } from "../ui/toast.tsx";
import { useInbox } from "./inbox-context.tsx";

/** The key that marks an automatic reload in the last 30 seconds. A second one is refused: a broken deploy would reload forever. */
const RELOADED = "parley.reloaded";
setTimeout(() => sessionStorage.removeItem(RELOADED), 30_000);

const NO_SERVER = "The server can't be reached. Try again in a moment.";

async function reload(): Promise<boolean> {
	const there = await fetch("/", { method: "HEAD", cache: "no-store" }).then(
		({ ok }) => ok,
		() => false,
	);
	if (there) location.reload();
	return there;
}

async function reloadOnce(): Promise<void> {
	if (sessionStorage.getItem(RELOADED) !== null) return;
	sessionStorage.setItem(RELOADED, "1");
	if (!(await reload())) sessionStorage.removeItem(RELOADED);
}

/** Shown in place of a page that didn't load, to somebody who isn't in. */
function MissingEntrance() {
	useEffect(() => void reloadOnce(), []);
	return <Missing why={NO_SERVER} />;
}

/** Shown in place of a page that didn't load. The page is loaded as soon as the connection is back. */
function MissingPage() {
	const connected = useInbox().connection.value === "open";
	useEffect(() => void reloadOnce(), [connected]);
	return <Missing why={connected ? "Its code couldn't be loaded." : NO_SERVER} />;
}

const Missing = ({ why }: { why: string }) => (
	<main class="page">
		<div class="empty">
			<h1>This page can't be shown now</h1>
			<p>{why}</p>
			<button type="button" class="btn" onClick={() => void reload().then((there) => there || warn(NO_SERVER))}>
				Try again
			</button>
		</div>
	</main>
);

/** In place of a panel that didn't load: reports it and closes, and leaves the page below as it is. */
function MissingPanel({ onClose }: { onClose: () => void }) {
	useEffect(() => {
		void reloadOnce();
		warn("This can't be shown now. Reload the page and try again.");
		onClose();
	}, []);
	return null;
}

export const entrance = <Props,>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> =>
	lazy<ComponentType<Props>>(() => load().catch(() => MissingEntrance));

export const page = (load: () => Promise<ComponentType>): ComponentType =>
	lazy<ComponentType>(() => load().catch(() => MissingPage));

export const panel = <Props extends { onClose: () => void }>(
	load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> => lazy<ComponentType<Props>>(() => load().catch(() => MissingPanel));
