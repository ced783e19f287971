/**
 * This browser as a device that takes pushes: its service worker and its subscription, and the server's record of it. The
 * subscription belongs to who is signed in: it ends when they sign out. Loaded when it is needed.
 */
import * as v from "valibot";
import { PushKey } from "../../src/protocol/notification/push.ts";
import { anything, call } from "../api.ts";
import { go } from "../shell/navigation.tsx";
import { recall, remember } from "../ui/stored.ts";

const SCRIPT = "/service-worker.js";

/** The key of the id under which the server knows this browser. */
const DEVICE = "push-device";

export const canPush = (): boolean =>
	"serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

/** The id of this browser among the member's devices; null: it takes no pushes. */
export const deviceId = (): string | null => recall(DEVICE);

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const Registered = v.object({ id: v.string() });

/** Subscribes this browser and tells the server. Returns what went wrong, null: nothing. Needs the browser's permission. */
export async function connectDevice(): Promise<string | null> {
	const key = await call("/notifications/push-key", { schema: PushKey });
	if (!key.ok) return key.failure.message;
	try {
		const registration = await navigator.serviceWorker.register(SCRIPT);
		await navigator.serviceWorker.ready;
		const applicationServerKey = bytesOf(key.value.publicKey);
		const subscribe = () => registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
		// One for another key, of another workspace or secret, is of no use any more.
		const subscription = await subscribe().catch(async () => {
			await (await registration.pushManager.getSubscription())?.unsubscribe();
			return subscribe();
		});
		const { endpoint, keys } = subscription.toJSON();
		const body = { endpoint, p256dh: keys?.["p256dh"], auth: keys?.["auth"] };
		const answer = await call("/notifications/devices", { method: "POST", body, schema: Registered });
		if (!answer.ok) return answer.failure.message;
		remember(DEVICE, answer.value.id);
		return null;
	} catch {
		return "This browser couldn't be connected. Its push service may be out of reach.";
	}
}

/** Ends this browser's subscription, closes what it shows, and removes the service worker. Never rejects. */
export async function forgetDevice(): Promise<void> {
	remember(DEVICE, null);
	if (!("serviceWorker" in navigator)) return;
	try {
		const registration = await navigator.serviceWorker.getRegistration();
		for (const one of (await registration?.getNotifications()) ?? []) one.close();
		await (await registration?.pushManager?.getSubscription())?.unsubscribe();
		await registration?.unregister();
	} catch {
		// The server has ended it with the session; a push that comes all the same is refused by its key.
	}
}

/** Removes one of the member's devices; this browser's too, where it is it. */
export async function removeDevice(id: string): Promise<string | null> {
	const answer = await call(`/notifications/devices/${encodeURIComponent(id)}`, { method: "DELETE", schema: anything });
	if (id === deviceId()) await forgetDevice();
	return answer.ok || answer.failure.status === 404 ? null : answer.failure.message;
}

const Opening = v.object({ type: v.literal("open"), path: v.pipe(v.string(), v.regex(/^\/(?!\/)/)) });

/**
 * At the start of a dashboard: the subscription of a connected browser is told to the server again, because the browser may have
 * renewed it, and pages that a push's notification asks for are opened here.
 */
export function keepDevice(): () => void {
	if (!("serviceWorker" in navigator)) return () => {};
	if (deviceId() !== null && Notification.permission === "granted") void connectDevice();
	const onMessage = ({ data }: MessageEvent<unknown>) => {
		const parsed = v.safeParse(Opening, data);
		if (parsed.success) void go(parsed.output.path);
	};
	navigator.serviceWorker.addEventListener("message", onMessage);
	return () => navigator.serviceWorker.removeEventListener("message", onMessage);
}
