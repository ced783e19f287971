/**
 * The loader, which the site's script tag runs: shows the launcher when the page is idle, and imports the chat when it is
 * first opened. It runs on other people's pages, so it never throws into the page, never blocks it, and renders only in
 * its shadow root.
 */
import { type Chat, type ChatModule, type Shell, storageKey } from "./shell.ts";

const CSS = `
.l{all:unset;position:fixed;right:20px;bottom:calc(20px + env(safe-area-inset-bottom));width:56px;height:56px;border-radius:50%;background:#4f46e5;display:grid;place-items:center;cursor:pointer;box-shadow:0 8px 32px #0005}
.l:hover{background:#4338ca}
.l:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #4338ca}
[aria-busy=true] svg{opacity:.5}
.l svg{width:26px;fill:none;stroke:#fff;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
.l b{position:absolute;top:-2px;right:-2px;min-width:10px;padding:0 5px;border-radius:10px;background:#b42318;font:600 12px/20px system-ui;text-align:center;color:#fff;box-sizing:content-box}
.l b:empty{display:none}`;

function start(tag: HTMLScriptElement, key: string) {
	// The page may have the script tag twice.
	if (document.querySelector("[data-parley]")) return;
	const { origin } = new URL(tag.src);
	const host = document.createElement("div");
	host.dataset.parley = key;
	host.style.cssText = "all:initial!important;position:fixed!important;z-index:2147483000!important";
	const root = host.attachShadow({ mode: "open" });
	// A constructed style sheet works under any content security policy of the page.
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(CSS);
	root.adoptedStyleSheets = [sheet];

	const button = document.createElement("button");
	const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
	const path = document.createElementNS(icon.namespaceURI, "path");
	const count = document.createElement("b");
	const set = (element: Element, attributes: Record<string, string | number | boolean>) => {
		for (const name in attributes) element.setAttribute(name, `${attributes[name]}`);
	};
	set(icon, { viewBox: "0 0 24 24" });
	set(path, { d: "M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z" });
	set(button, { "aria-expanded": false });
	button.className = "l";
	icon.append(path);
	button.append(icon, count);

	const shell: Shell = {
		key,
		origin,
		name: "",
		root,
		button,
		badge(unread) {
			count.textContent = unread > 9 ? "9+" : unread > 0 ? `${unread}` : "";
			set(button, { "aria-label": unread > 0 ? `Chat, ${unread} unread` : "Chat" });
		},
		remove: () => host.remove(),
	};

	let chat: Promise<Chat> | null = null;
	let tries = 0;
	const load = () => {
		set(button, { "aria-busy": true });
		// A deploy since this page was loaded has removed the hashed file, so the copy with a fixed name is tried next.
		// Browsers remember a failed import by its address, so each try has another query.
		chat ??= import(/* @vite-ignore */ `${origin}/${CHAT_URL}`)
			.catch(() => import(/* @vite-ignore */ `${origin}/chat.js?${tries++}`))
			.then((module: ChatModule) => module.mount(shell));
		return chat
			.catch(() => {
				chat = null;
				set(button, { "aria-label": "Chat did not load" });
			})
			.finally(() => set(button, { "aria-busy": false }));
	};
	button.onclick = () => void load().then((loaded) => loaded?.toggle());

	const boot = async () => {
		const saved = read(key);
		// The body is sent as text/plain, for which the browser makes no CORS preflight.
		const response = await fetch(`${origin}/api/widget/boot`, {
			method: "POST",
			body: JSON.stringify({ key, token: saved.token, conversation: saved.conversation }),
		}).catch(() => null);
		// The visitor is blocked, or the page isn't on one of the workspace's sites.
		if (response?.status === 403) return host.remove();
		const { name, unread } = (response?.ok && (await response.json().catch(() => null))) || {};
		if (typeof name === "string") shell.name = name;
		shell.badge(typeof unread === "number" ? unread : 0);
		root.append(button);
		// The visitor expects an answer since an earlier page, so the chat connects at once.
		if (Number(saved.until) > Date.now()) void load();
	};
	// A child of <html> and not of <body>: a page that replaces its body keeps the chat.
	document.documentElement.append(host);
	const run = () => void boot().catch(() => {});
	// Safari has no requestIdleCallback; the timeout is for pages that are never idle.
	if ("requestIdleCallback" in self) requestIdleCallback(run, { timeout: 2_000 });
	else setTimeout(run, 200);
}

/** The data that the chat saved, unchecked: the server and the chat check it. Empty where storage is refused or can't be parsed. */
function read(key: string): { token?: unknown; conversation?: unknown; until?: unknown } {
	try {
		return { ...JSON.parse(localStorage.getItem(storageKey(key)) ?? "{}") };
	} catch {
		return {};
	}
}

try {
	const tag = document.currentScript ?? document.querySelector("script[data-workspace]");
	if (tag instanceof HTMLScriptElement && tag.dataset.workspace) start(tag, tag.dataset.workspace);
} catch {
	// The browser is too old or the page removed an API: the chat doesn't appear, and the page isn't affected.
}
