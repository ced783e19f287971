/**
 * The loader, which the site's script tag runs: shows the launcher when the page is idle, and imports the chat when it is
 * first opened. It runs on other people's pages, so it never throws into the page, never blocks it, and renders only in
 * its shadow root.
 */
import { type Chat, type ChatModule, type Shell, storageKey } from "./shell.ts";

/**
 * The host's rules stand here and not in an attribute, which a page may strip; as important ones of a shadow root they win
 * over any of the page's.
 */
const CSS =
	":host{all:initial!important;position:fixed!important;z-index:2147483000!important}" +
	"@media print{:host{display:none!important}}" +
	".l{all:unset;position:fixed;right:20px;bottom:calc(20px + env(safe-area-inset-bottom));width:56px;height:56px;border-radius:50%;background:var(--accent,#4f46e5);display:grid;place-items:center;cursor:pointer;box-shadow:0 8px 32px #0005}" +
	".l:hover{opacity:.9}" +
	".l:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #000}" +
	"[aria-busy=true] svg{opacity:.5}" +
	".l svg{width:26px;fill:none;stroke:#fff;stroke-width:1.8;stroke-linejoin:round}";

type Attributed = { setAttribute(name: string, value: string | boolean): void };

/** A host that was removed this often from the same body is left where it is: the page means it. */
const PUT_BACK_LIMIT = 60;

/** Without a tag whose script is running, as where a bundler evaluates it, the page's first tag is taken. */
async function start() {
	const running = document.currentScript;
	// An <img name="currentScript"> of the page takes the property's place.
	const tag =
		running instanceof HTMLScriptElement
			? running
			: document.querySelector<HTMLScriptElement>("[data-workspace],[src*='widget.js?']");
	const { origin, searchParams } = new URL(tag?.src ?? "");
	// Tag managers drop a script's data attributes, so its address may name the workspace as well.
	const key = tag?.dataset.workspace || searchParams.get("key");
	if (!key) return console.warn("Parley: the tag has no key.");
	// The page may have the script tag twice, or run it again with each new body.
	if (self.parleyRuns) return;
	self.parleyRuns = true;
	// Before the end of the document the host would stand in the middle of <body>.
	do
		await new Promise(
			(resolve) =>
				// Safari has no requestIdleCallback; the timeout is for pages that are never idle.
				self.requestIdleCallback?.(resolve, { timeout: 2_000 }) ?? setTimeout(resolve, 200),
		);
	while (document.readyState === "loading");

	const { token, conversation, until } = read(key);
	// Without a token the answer is the same for every visitor, and the browser keeps it for the next pages. The body of the
	// other request is sent as text/plain, for which the browser makes no CORS preflight.
	const response = await fetch(
		`${origin}/api/widget/boot?key=${key}`,
		token ? { method: "POST", body: JSON.stringify({ key, token, conversation }) } : {},
	).catch(() => null);
	// The visitor is blocked, or the page isn't on one of the workspace's sites.
	if (response?.status === 403) return;

	const boot = Object(await response?.json().catch(() => 0));
	const host = document.createElement("div");
	host.dataset.parley = key;
	const root = host.attachShadow({ mode: "open" });
	// A constructed style sheet works under any content security policy of the page.
	const sheet = new CSSStyleSheet();
	// Without a colour of the workspace's, what follows is nothing that a style sheet knows.
	sheet.replaceSync(CSS + boot.css);
	root.adoptedStyleSheets = [sheet];
	const button = document.createElement("button");
	const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
	/** The DOM makes a text of any value. */
	const set = (element: Attributed, name: string, value: string | boolean) => element.setAttribute(name, value);
	set(icon, "viewBox", "0 0 24 24");
	set(path, "d", "M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z");
	set(button, "aria-label", "Chat");
	button.className = "l";
	icon.append(path);
	button.append(icon);
	root.append(button);

	let body: HTMLElement | null;
	let removals = 0;
	let timer: unknown = 0;
	/** The end of <body> is where React 18 tolerates an element of others when it hydrates the document. */
	const place = () => {
		timer = 0;
		body = document.body;
		if (body) {
			body.append(host);
			// An ancestor that is transformed takes fixed elements with it, but not those of the top layer. Only then does a fixed
			// element have an offsetParent (https://drafts.csswg.org/cssom-view/#dom-htmlelement-offsetparent).
			if (host.offsetParent) host.popover = "manual";
			if (host.popover) host.togglePopover?.(true);
		}
		for (const node of [document, document.documentElement, body]) if (node) watch.observe(node, { childList: true });
	};
	/** Puts the host back where the page has replaced or emptied its body, ever later where it keeps the body. */
	const watch = new MutationObserver(() => {
		if (host.isConnected || timer) return;
		if (document.body !== body) removals = 0;
		if (removals < PUT_BACK_LIMIT) timer = setTimeout(place, 9 * removals * removals++);
	});

	const shell: Shell = {
		key,
		origin,
		boot,
		root,
		button,
		remove() {
			watch.disconnect();
			host.remove();
		},
	};
	let chat: Promise<Chat> | null = null;
	let tries = 0;
	const load = async () => {
		set(button, "aria-busy", true);
		try {
			// A deploy since this page was loaded has removed the hashed file, so the copy with a fixed name is tried next.
			// Browsers remember a failed import by its address, so each try has another query.
			return await (chat ??= import(/* @vite-ignore */ `${origin}/${CHAT_URL}`)
				.catch(() => import(/* @vite-ignore */ `${origin}/chat.js?${tries++}`))
				.then((module: ChatModule) => module.mount(shell)));
		} catch {
			chat = null;
			set(button, "aria-label", "Chat did not load");
		} finally {
			set(button, "aria-busy", false);
		}
	};
	button.onclick = () => void load().then((loaded) => loaded?.toggle());
	place();
	// The chat connects at once if the visitor expects an answer since an earlier page, or has one to read.
	if (boot.unread || Number(until) > Date.now()) void load();
}

/** The data that the chat saved, unchecked: the server and the chat check it. Empty where storage is refused or can't be parsed. */
function read(key: string): { token?: unknown; conversation?: unknown; until?: unknown } {
	try {
		return Object(JSON.parse(localStorage.getItem(storageKey(key)) ?? "0"));
	} catch {
		return {};
	}
}

// If it fails, the browser is too old or the page removed an API: the chat doesn't appear, and the page isn't affected.
start().catch(() => {});
