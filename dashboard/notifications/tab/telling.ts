/**
 * Tells what the server says is to be told in this browser: by sound, by count, by a browser notification, and by a toast where
 * a snooze is over. Which ways those are is decided by the server. A notification isn't shown while this page has the keyboard,
 * and is withdrawn once its conversation was seen, here or elsewhere. Loaded after the first page.
 */
import { effect } from "@preact/signals";
import type { Notice } from "../../../src/protocol/notification/notice.ts";
import { waysOf } from "../../../src/protocol/notification/table.ts";
import { pathOf, wordsOf } from "../../../src/protocol/notification/words.ts";
import type { Inbox } from "../../shell/inbox.ts";
import { go } from "../../shell/navigation.tsx";
import { can } from "../../shell/session.ts";
import { warn } from "../../ui/toast.tsx";
import { shownName } from "../../thread/labels.ts";
import { keepDevice } from "../../push/device.ts";
import { addUnseen, countsWaiting, removeUnseen, unseen, unseenCount } from "./unseen.ts";
import { notifications } from "../api.ts";
import { tellBack, untellBack } from "./back.ts";
import { showCount } from "./icon.ts";
import { isMine } from "./once.ts";
import { playTone } from "./sound.ts";

/** Notifications of this page alone, by topic; those of a service worker are the browser's. */
const shown = new Map<string, Notification>();

/** The list of whoever is signed in, which knows how a visitor without a name is called. */
let list: Inbox | null = null;

export const canNotify = (): boolean => "Notification" in globalThis && Notification.permission === "granted";

const worker = async (): Promise<ServiceWorkerRegistration | undefined> =>
	"serviceWorker" in navigator ? await navigator.serviceWorker.getRegistration() : undefined;

async function pop(topic: string, { what, name, preview, conversation }: Notice): Promise<void> {
	if (!canNotify() || document.hasFocus()) return;
	const { title, body } = wordsOf({ what, name, preview });
	const path = pathOf(what, conversation);
	const options = { body, tag: topic, data: { path } };
	const registration = await worker();
	// With the same tag, a push of the same conversation takes its place, and no second one is shown.
	if (registration?.active) return registration.showNotification(title, options);
	const notification = new Notification(title, options);
	notification.addEventListener("click", () => {
		window.focus();
		void go(path);
		notification.close();
	});
	shown.set(topic, notification);
}

const snoozeAgain = (conversation: string): void =>
	void import("../../thread/snooze/again.ts").then(
		(again) => again.snoozeAgain(conversation),
		() => warn("This can't be shown now. Reload the page and try again."),
	);

/** Tells a notice. Other tabs of this browser get it too: one of them makes the sound and shows the notification. */
export async function told(notice: Notice): Promise<void> {
	const topic = notice.conversation ?? notice.id;
	// Who waits is counted by the list itself.
	if (notice.ways.includes("badge") && notice.what !== "waiting") addUnseen(topic);
	const row = notice.conversation === null ? undefined : list?.rowOf(notice.conversation)?.peek();
	const named = { ...notice, name: notice.name ?? (row ? shownName(row) : null) };
	tellBack(named, { open: (id) => void go(pathOf(notice.what, id)), again: can("converse") ? snoozeAgain : null });
	if (!(await isMine(notice.id))) return;
	if (notice.ways.includes("sound")) playTone();
	if (notice.ways.includes("browser")) await pop(topic, notice);
}

/** The member has seen a conversation. */
export async function withdraw(conversation: string): Promise<void> {
	removeUnseen(conversation);
	untellBack(conversation);
	shown.get(conversation)?.close();
	shown.delete(conversation);
	for (const one of (await (await worker())?.getNotifications({ tag: conversation })) ?? []) one.close();
}

/** Keeps the counts as long as somebody is signed in. Returns the function that stops it. */
export function keepCounts(inbox: Inbox): () => void {
	list = inbox;
	const abort = new AbortController();
	void notifications(abort.signal).then((answer) => {
		if (!answer.ok) return;
		const { preferences, defaults } = answer.value;
		countsWaiting.value = waysOf(preferences.table, defaults, "waiting").includes("badge");
	});
	const leaveDevice = keepDevice();
	const count = unseenCount(inbox.waiting);
	const stops = [
		effect(() => void showCount(count.value)),
		// What the team has read on another way is seen as well.
		effect(() => {
			for (const topic of unseen.value) {
				const row = inbox.rowOf(topic)?.value;
				if (row && (row.unread === 0 || row.status === "closed")) queueMicrotask(() => removeUnseen(topic));
			}
		}),
	];
	const onFocus = () => {
		for (const topic of unseen.peek()) if (topic.startsWith("#")) removeUnseen(topic);
	};
	addEventListener("focus", onFocus);
	return () => {
		abort.abort();
		leaveDevice();
		removeEventListener("focus", onFocus);
		for (const stop of stops) stop();
		list = null;
		unseen.value = new Set();
		void showCount(0);
	};
}
