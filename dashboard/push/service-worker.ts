/**
 * The dashboard's service worker: shows pushes, and opens their pages. It answers no request and stores nothing, so it can't
 * serve anything old, and there is nothing to empty when somebody signs out but what it shows. A file of its own, in one
 * piece: not every browser runs modules here.
 */
import * as v from "valibot";
import { PushText } from "../../src/protocol/notification/push.ts";

/** The parts of a service worker's world that are used: TypeScript has them in a library that excludes the page's. */
type Shown = { tag: string; data: unknown; close(): void };
type WorkerWindow = {
	url: string;
	focused: boolean;
	focus(): Promise<WorkerWindow>;
	postMessage(message: unknown): void;
};
type ExtendableEvent = Event & { waitUntil(work: Promise<unknown>): void };
declare const self: {
	location: { origin: string };
	registration: {
		showNotification(title: string, options: NotificationOptions): Promise<void>;
		getNotifications(): Promise<Shown[]>;
	};
	clients: {
		matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<WorkerWindow[]>;
		openWindow(url: string): Promise<unknown>;
		claim(): Promise<void>;
	};
	skipWaiting(): Promise<void>;
	addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
	addEventListener(
		type: "push",
		listener: (event: ExtendableEvent & { data: { text(): string } | null }) => void,
	): void;
	addEventListener(
		type: "notificationclick",
		listener: (event: ExtendableEvent & { notification: Shown }) => void,
	): void;
};

const Path = v.object({ path: v.pipe(v.string(), v.regex(/^\/(?!\/)/)) });
const Text = v.pipe(v.string(), v.parseJson(), PushText);

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

async function show(data: string): Promise<void> {
	const parsed = v.safeParse(Text, data);
	// A later release's text: browsers insist that something is shown.
	const { title, body, tag, path, withdraw } = parsed.success
		? parsed.output
		: { title: "Parley", body: "Something waits for you.", tag: "parley", path: "/conversations", withdraw: [] };
	for (const one of await self.registration.getNotifications()) if (withdraw.includes(one.tag)) one.close();
	// Whoever works in a dashboard here is told by it.
	if ((await windows()).some(({ focused }) => focused)) return;
	await self.registration.showNotification(title, { body, tag, data: { path }, icon: "/icon-192.png" });
}

async function openPage(notification: Shown): Promise<void> {
	notification.close();
	const parsed = v.safeParse(Path, notification.data);
	const path = parsed.success ? parsed.output.path : "/conversations";
	const open = (await windows()).find(({ url }) => new URL(url).origin === self.location.origin);
	if (!open) return void (await self.clients.openWindow(path));
	await open.focus();
	// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a client takes none, and is of this origin.
	open.postMessage({ type: "open", path });
}

// The new one takes over at once: it stores nothing that the pages of the old one could miss.
self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show(event.data?.text() ?? "")));
self.addEventListener("notificationclick", (event) => event.waitUntil(openPage(event.notification)));
