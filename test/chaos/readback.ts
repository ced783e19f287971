/**
 * Reads everything back over the public API after the storm: every page of every conversation as its visitor and as a member,
 * the whole list, the counts, what each tab shows, and what the stand-ins of mail and Slack took. Its requests bypass the proxies. It changes nothing.
 */
import * as v from "valibot";
import { ines, marco } from "../../scripts/demo.ts";
import { ContactProfile } from "../../src/protocol/contact.ts";
import { ConversationDetails, EntryPage } from "../../src/protocol/conversation/details.ts";
import { Boot } from "../../src/protocol/widget.ts";
import type { ConversationState, Entry } from "../../src/protocol/conversation/entry.ts";
import { FileGrant } from "../../src/protocol/conversation/file.ts";
import { type InboxClientFrame, type ListItem, InboxServerFrame, type ListCount } from "../../src/protocol/inbox.ts";
import { AlertChannels } from "../../src/protocol/notification/channel.ts";
import { SUBPROTOCOL } from "../../src/protocol/limits.ts";
import { atPort } from "./browser.ts";
import type { ConversationHistory, History } from "./history.ts";
import type { Life } from "./life.ts";
import type { Outside } from "./outside/check.ts";
import { ask, from, GONE_CHANNEL, type World } from "./world.ts";

const AT_ONCE = 8;
const LIST_LIMIT_MS = 20_000;

export async function readBack(world: World, lives: readonly Life[]): Promise<History> {
	const list = await wholeList(world);
	const listed = new Map(list.rows.map((row) => [row.id, row]));
	const conversations: ConversationHistory[] = [];
	const waiting = [...lives];
	const reader = async () => {
		for (let life = waiting.shift(); life; life = waiting.shift())
			conversations.push(await conversationOf(world, life, listed.get(life.id) ?? null));
	};
	await Promise.all(Array.from({ length: AT_ONCE }, reader));
	return { conversations, ...list, noShowMs: world.noShowMs, outside: await outsideOf(world) };
}

async function outsideOf({ worker, fates, providers, team }: World): Promise<Outside> {
	const { json } = await ask(worker.host, "GET", "/api/notifications/channels", { cookie: team[0]?.cookie ?? "" });
	const gone = v.parse(AlertChannels, json).channels.find(({ name }) => name === GONE_CHANNEL);
	return {
		taken: [...fates.taken],
		kills: fates.kills,
		team: [ines.email, marco.email],
		gone: {
			name: GONE_CHANNEL,
			calls: providers.refusedForGood,
			problem: gone?.problem ?? null,
			tells: ines.email,
		},
	};
}

async function conversationOf(world: World, life: Life, listed: ListItem | null): Promise<ConversationHistory> {
	const { id, notes, tabs, visitor } = life;
	const { host } = world.worker;
	const cookie = world.team[0]?.cookie ?? "";
	const readAt = Date.now();
	const details = await ask(host, "GET", `/api/conversations/${id}`, { cookie }).then(
		({ json }) => v.parse(ConversationDetails, json),
		(error: unknown) => {
			if (String(error).includes("404")) return null;
			throw error;
		},
	);
	const contact = details?.contact ?? null;
	const profile =
		contact && v.parse(ContactProfile, (await ask(host, "GET", `/api/contacts/${contact.id}`, { cookie })).json);
	const blockStands = profile !== null && profile.block !== null;
	const theirs = { ...from(visitor), authorization: `Bearer ${visitor.token}` };
	const member = details ? await wholeLog(host, `/api/conversations/${id}`, { cookie }) : { log: [], state: null };
	// A blocked visitor may not read.
	const own = blockStands ? null : await wholeLog(host, `/api/widget/conversations/${id}`, theirs);
	const fetched = await fetchedFiles(host, `/api/conversations/${id}`, cookie, member.log);
	const boot = { key: world.key, token: visitor.token, conversation: id };
	const badge = blockStands ? null : (await ask(host, "POST", "/api/widget/boot", from(visitor), boot)).json;
	return {
		id,
		...notes,
		shown: tabs.map((tab) => tab.shown()).filter((shown) => shown !== null),
		kept: tabs.flatMap((tab) => tab.kept),
		fetched,
		log: member.log,
		visitorLog: own?.log ?? null,
		state: member.state,
		own: details?.item ?? null,
		listed,
		visitorUnread: badge === null ? null : v.parse(Boot, badge).unread,
		contactEmail: details?.claim?.email ?? contact?.email ?? null,
		blockStands,
		readAt,
	};
}

/** The ids of the files in a log that a member can fetch, and that hold what was sent. */
async function fetchedFiles(host: string, path: string, cookie: string, log: readonly Entry[]): Promise<string[]> {
	const ids = log.flatMap((entry) => (entry.kind === "event" ? [] : (entry.files ?? []))).map(({ id }) => id);
	if (ids.length === 0) return [];
	const { base } = v.parse(FileGrant, (await ask(host, "GET", `${path}/files`, { cookie })).json);
	const fetched: string[] = [];
	for (const id of ids) {
		const response = await fetch(host + base + id, { headers: { cookie } });
		if (response.ok && (await response.text()) === id) fetched.push(id);
	}
	return fetched;
}

async function wholeLog(host: string, path: string, headers: Record<string, string>) {
	const pages: Entry[][] = [];
	let state: ConversationState | null = null;
	for (let before: number | null = Number.MAX_SAFE_INTEGER, first = true; before !== null; first = false) {
		const query: string = first ? "" : `?before=${before}`;
		const page = v.parse(EntryPage, (await ask(host, "GET", `${path}/entries${query}`, headers)).json);
		pages.unshift(page.entries);
		if (first) state = page.state;
		before = page.more ? (page.entries[0]?.seq ?? null) : null;
	}
	return { log: pages.flat(), state };
}

/** Reads the list as a dashboard does: over one socket, page by page, archived conversations too. */
function wholeList(world: World): Promise<{ rows: ListItem[]; tallies: ListCount[] }> {
	const { host, port } = world.worker;
	const cookie = world.team[0]?.cookie ?? "";
	atPort(port, {
		headers: () => ({ origin: host, cookie }),
		incoming: () => {},
		outgoing: (data) => [{ data, afterMs: 0 }],
	});
	const { promise, resolve, reject } = Promise.withResolvers<{ rows: ListItem[]; tallies: ListCount[] }>();
	const socket = new WebSocket(`ws://127.0.0.1:${port}/api/inbox/socket`, [SUBPROTOCOL]);
	const rows: ListItem[] = [];
	let tallies: ListCount[] = [];
	const want = (status: "all" | "archived", cursor: string | null) =>
		socket.send(
			JSON.stringify({
				type: "list",
				id: status,
				filter: { status, handler: "any", assignee: "anyone" },
				cursor,
			} satisfies InboxClientFrame),
		);
	const timer = setTimeout(() => reject(new Error("the list could not be read")), LIST_LIMIT_MS);
	socket.addEventListener("error", () => reject(new Error("the list's socket failed")));
	socket.addEventListener("message", ({ data }) => {
		const frame = v.parse(InboxServerFrame, JSON.parse(String(data)));
		if (frame.type === "hello") {
			tallies = frame.counts;
			want("all", null);
		} else if (frame.type === "page") {
			rows.push(...frame.items);
			if (frame.cursor !== null) want(frame.id === "all" ? "all" : "archived", frame.cursor);
			else if (frame.id === "all") want("archived", null);
			else resolve({ rows, tallies });
		}
	});
	return promise.finally(() => {
		clearTimeout(timer);
		socket.close();
	});
}
