/**
 * Delivers the pushes that are owed, at once and again by the notifier's alarm: to every browser of the member, and after a
 * failure only to those that it failed for. A browser that takes no more is ended.
 */
import { database } from "../../db/database.ts";
import { type Backoff, retryDelayMs } from "../../durable/backoff.ts";
import { log } from "../../http/log.ts";
import { type LetterLanguage, lettersIn } from "../../language/letters.ts";
import type { ListItem } from "../../protocol/inbox.ts";
import type { PushText } from "../../protocol/notification/push.ts";
import { pathOf } from "../../protocol/notification/words.ts";
import type { WorkspaceSettings } from "../../protocol/workspace.ts";
import { visitorName } from "../event.ts";
import type { Pending, PendingRow } from "../pending.ts";
import type { Addressee } from "../preferences.ts";
import { toldIn } from "../told.ts";
import { stillHolds } from "../unseen.ts";
import { devicesOf, endDevice } from "./devices.ts";
import { signingKey } from "./key.ts";
import { type Device, sendPush } from "./send.ts";

const BACKOFF: Backoff = { firstMs: 30_000, longestMs: 900_000 };

/** With this back-off about an hour: a push that comes later tells of nothing that is new. */
const MAX_ATTEMPTS = 7;

export type PushContext = {
	env: Pick<Env, "DB" | "PARLEY_SECRET">;
	workspaceId: string;
	pending: Pending;
	settings: Pick<WorkspaceSettings, "address" | "languages" | "notificationsWithoutText">;
	people: readonly Addressee[];
};

function textOf(
	{ what, topic, about }: PendingRow,
	item: ListItem | null,
	{ words }: LetterLanguage,
	withoutText: boolean,
	withdraw: string[],
): PushText {
	const preview = withoutText ? "" : (item?.preview ?? "");
	const told = toldIn(words.told, { what, name: about ?? visitorName(item), preview });
	return { ...told, tag: topic, path: pathOf(what, item?.id ?? null), withdraw };
}

/** `items`: the conversations that the rows are about. Never rejects for what a push service does. */
export async function deliverPushes(
	{ env, workspaceId, pending, settings, people }: PushContext,
	rows: readonly PendingRow[],
	items: readonly ListItem[],
): Promise<void> {
	if (rows.length === 0) return;
	const db = database(env);
	const members = [...new Set(rows.map(({ member }) => member))];
	const [devices, key] = await Promise.all([
		devicesOf(db, workspaceId, members, Date.now()),
		signingKey(env, workspaceId),
	]);
	const subject = settings.address.startsWith("https://") ? settings.address : "mailto:nobody@parley.invalid";
	const deliver = async (row: PendingRow) => {
		const item = items.find(({ id }) => id === row.topic) ?? null;
		const theirs = devices.filter(({ memberId, id }) => memberId === row.member && (row.pushTo?.includes(id) ?? true));
		if (theirs.length === 0 || !stillHolds(row.what, row.member, item)) return pending.pushDone(row, false);
		const withdraw = pending.withdrawnOf(row.member);
		const language = people.find(({ id }) => id === row.member)?.language;
		const letter = await lettersIn([language, ...settings.languages]);
		const text = textOf(row, item, letter, settings.notificationsWithoutText, withdraw);
		const send = async (device: Device) => ({ device, done: await sendPush(device, text, key, subject) });
		const results = await Promise.all(theirs.map(send));
		const failed: string[] = [];
		let waitMs = 0;
		for (const { device, done } of results) {
			if (done.outcome === "over") await endDevice(db, device);
			if (done.outcome === "refused") log("push_refused", { workspace: workspaceId });
			if (done.outcome !== "later") continue;
			failed.push(device.id);
			waitMs = Math.max(waitMs, done.waitMs ?? 0);
		}
		const taken = results.some(({ done }) => done.outcome === "taken");
		if (taken) pending.withdrew(row.member, withdraw);
		if (failed.length === 0 || row.pushFailures + 1 >= MAX_ATTEMPTS) return pending.pushDone(row, taken);
		const after = Math.max(waitMs, retryDelayMs(row.pushFailures + 1, BACKOFF));
		pending.pushLater(row, Date.now() + after, failed, taken);
	};
	await Promise.all(rows.map(deliver));
}
