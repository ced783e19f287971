/**
 * Files in conversations, through the Worker's own routes: sent by a visitor and by the team, named by a message, fetched by
 * their address; and everybody who tries to fetch, fill or replace what isn't theirs.
 */
import { env, exports } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { endOf, fileGrant, readFileAddress } from "../../../src/file/address.ts";
import { conversationPrefix } from "../../../src/file/keys.ts";
import { receive } from "../../../src/file/receive.ts";
import { blockVisitor } from "../../../src/contact/actions.ts";
import { tables } from "../../../src/conversation/storage/holdings.ts";
import { uploads } from "../../../src/durable/objects.ts";
import { FILE_HEADER, FileGrant, MAX_SENT_FILE_BYTES, SentFile } from "../../../src/protocol/conversation/file.ts";
import { Problem } from "../../../src/protocol/problem.ts";
import { bytesOf, DEVICE, joined, photo, PLACE, png } from "../../pure/setup/sent-files.ts";
import {
	ask,
	askAsVisitor,
	createVisitor,
	newConversationId,
	newFrameId,
	ORIGIN,
	type Person,
	type Visiting,
} from "../setup/people.ts";
import { openInbox, openMember, openVisitor } from "../setup/socket.ts";
import { everything, isMessage, type Started, told, untilEvent, untilMessage } from "../setup/talk.ts";
import { test as stage } from "../setup/stage.ts";

const words = bytesOf("Just words.");

type Sending = { id?: string; name?: string; size?: number; thumbnail?: Uint8Array; width?: number; height?: number };

const headersOf = (bytes: Uint8Array, { name = "photo.jpg", size, thumbnail, width, height }: Sending) => ({
	[FILE_HEADER]: encodeURIComponent(
		JSON.stringify({ name, size: size ?? bytes.length, thumbnail: thumbnail?.length, width, height }),
	),
});

/** A visitor's request to send a file. */
const put = (visitor: Visiting, conversation: string, bytes: Uint8Array<ArrayBuffer>, sending: Sending = {}) =>
	exports.default.fetch(`${ORIGIN}/api/widget/conversations/${conversation}/files/${sending.id ?? newFrameId()}`, {
		method: "PUT",
		headers: {
			Origin: visitor.site,
			Authorization: `Bearer ${visitor.token}`,
			"CF-Connecting-IP": visitor.address,
			...headersOf(bytes, sending),
		},
		body: sending.thumbnail ? joined(sending.thumbnail, bytes) : bytes,
	});

const putAsMember = (person: Person, conversation: string, bytes: Uint8Array<ArrayBuffer>, sending: Sending = {}) =>
	exports.default.fetch(`${ORIGIN}/api/conversations/${conversation}/files/${sending.id ?? newFrameId()}`, {
		method: "PUT",
		headers: { Origin: ORIGIN, Cookie: person.cookie, ...headersOf(bytes, sending) },
		body: bytes,
	});

const fileOf = async (response: Response): Promise<SentFile> => {
	expect(response.status).toBe(201);
	return v.parse(SentFile, await response.json());
};
const reasonOf = async (response: Response) => v.parse(Problem, await response.json()).reason;

const get = (address: string, headers: Record<string, string> = {}) =>
	exports.default.fetch(address.startsWith("/") ? `${ORIGIN}${address}` : address, { headers });

const keysIn = async (shop: { id: string }, conversationId: string): Promise<string[]> =>
	(await env.FILES.list({ prefix: conversationPrefix({ workspaceId: shop.id, conversationId }) })).objects.map(
		({ key }) => key,
	);

/** Sends a message that names files, and returns its entry. */
async function mention(line: Started["line"], files: { id: string; alt?: string }[], text = "", type = "send") {
	const id = newFrameId();
	line.send({ type, id, text, files });
	const { entries } = await line.next("entries", (frame) =>
		frame.entries.some((one) => one.kind !== "event" && one.id === id),
	);
	const entry = entries.find((one) => one.kind !== "event" && one.id === id);
	if (!entry || entry.kind === "event") throw new Error("no entry");
	return entry;
}

const addressFor = async (visitor: Visiting, conversation: string) => {
	const response = await askAsVisitor(visitor, `/api/widget/conversations/${conversation}/files`);
	expect(response.status).toBe(200);
	return v.parse(FileGrant, await response.json()).base;
};
const addressForMember = async (person: Person, conversation: string) =>
	v.parse(FileGrant, await (await ask(person, `/api/conversations/${conversation}/files`)).json()).base;

const test = stage
	/** A conversation with a photo in it. */
	.extend("sent", async ({ start }) => {
		const begun = await start();
		await untilMessage(begun.line, "ai");
		const file = await fileOf(await put(begun.visitor, begun.id, photo(6), { name: "invoice.jpg" }));
		await mention(begun.line, [{ id: file.id }], "My invoice");
		return { ...begun, file, base: await addressFor(begun.visitor, begun.id) };
	});

describe("a file that a visitor sends", () => {
	test("is told by its content, cleaned, measured, and part of the message that names it", async ({ sent, marco }) => {
		const { id, visitor, line, base } = sent;
		const file = await fileOf(
			await put(visitor, id, photo(6), { name: "invoice.exe", thumbnail: png, width: 999, height: 999 }),
		);
		expect(file).toMatchObject({
			name: "invoice.exe",
			type: "image/jpeg",
			show: "picture",
			size: photo(6).length,
			width: 16,
			height: 24,
			thumbnail: true,
		});
		const entry = await mention(line, [{ id: file.id, alt: "Not a visitor's to say" }], "");
		expect(entry).toMatchObject({ text: "", files: [file] });
		const read = await get(base + file.id);
		expect(read.status).toBe(200);
		const bytes = Buffer.from(await read.arrayBuffer()).toString("latin1");
		expect(bytes).toHaveLength(file.size);
		expect(bytes).not.toContain(PLACE);
		expect(bytes).not.toContain(DEVICE);
		expect(Object.fromEntries(read.headers)).toMatchObject({
			"content-type": "image/jpeg",
			"content-disposition": "inline; filename=\"invoice.exe\"; filename*=UTF-8''invoice.exe",
			"content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
			"cross-origin-resource-policy": "cross-origin",
			"x-content-type-options": "nosniff",
			"cache-control": "private, no-cache",
		});
		const small = await get(`${base}${file.id}/thumbnail`);
		expect(small.headers.get("content-type")).toBe("image/png");
		expect(new Uint8Array(await small.arrayBuffer())).toEqual(png);
		const own = await addressForMember(marco, id);
		const theirs = await get(own + file.id, { Cookie: marco.cookie });
		expect([theirs.status, theirs.headers.get("cross-origin-resource-policy")]).toEqual([200, "same-origin"]);
	});

	test("is saved, and never drawn, where it could do harm", async ({ sent }) => {
		const { id, visitor, base } = sent;
		const hostile: [string, Uint8Array<ArrayBuffer>][] = [
			["photo.png", joined("<html><script>alert(1)</script>")],
			["logo.svg", joined('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
		];
		for (const [called, bytes] of hostile) {
			const file = await fileOf(await put(visitor, id, bytes, { name: called, thumbnail: png, width: 1, height: 1 }));
			expect(file).toMatchObject({ name: called, show: "download" });
			expect(file.thumbnail).toBeUndefined();
			const read = await get(base + file.id);
			expect(read.headers.get("content-type")).toBe("application/octet-stream");
			expect(read.headers.get("content-disposition")).toMatch(/^attachment;/);
			await read.arrayBuffer();
		}
		const pdf = await fileOf(await put(visitor, id, joined("%PDF-1.7\n"), { name: "a.pdf" }));
		const read = await get(base + pdf.id);
		expect(read.headers.get("content-security-policy")).toBe("frame-ancestors 'none'");
		await read.arrayBuffer();
		const bomb = joined(png);
		bomb.set([0, 1, 0, 0, 0, 1, 0, 0], 16);
		expect((await fileOf(await put(visitor, id, bomb))).show).toBe("download");
		const notSmall = await fileOf(await put(visitor, id, png, { thumbnail: joined("<svg/>") }));
		expect(notSmall).toMatchObject({ show: "picture" });
		expect(notSmall.thumbnail).toBeUndefined();
	});

	test("is served in ranges, and not again where the browser has it", async ({ sent }) => {
		const { base, file } = sent;
		const whole = await get(base + file.id);
		const all = new Uint8Array(await whole.arrayBuffer());
		const part = await get(base + file.id, { Range: "bytes=2-5" });
		expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 2-5/${file.size}`]);
		expect(new Uint8Array(await part.arrayBuffer())).toEqual(all.slice(2, 6));
		const beyond = await get(base + file.id, { Range: `bytes=${file.size}-` });
		expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, `bytes */${file.size}`]);
		const known = await get(base + file.id, { "If-None-Match": whole.headers.get("etag") ?? "" });
		expect(known.status).toBe(304);
		const saved = await get(`${base}${file.id}?save`);
		expect(saved.headers.get("content-disposition")).toMatch(/^attachment;/);
		await saved.arrayBuffer();
	});

	test("is the same however often its id comes, and whatever comes with it", async ({ sent, shop }) => {
		const { id, visitor, line, base } = sent;
		const fileId = newFrameId();
		const first = await fileOf(await put(visitor, id, png, { id: fileId, name: "a.png" }));
		const again = await fileOf(await put(visitor, id, words, { id: fileId, name: "b.html" }));
		expect(again).toEqual(first);
		await mention(line, [{ id: fileId }]);
		expect(await fileOf(await put(visitor, id, words, { id: fileId }))).toEqual(first);
		expect(new Uint8Array(await (await get(base + fileId)).arrayBuffer())).toEqual(png);
		// Both at once: one of them counts.
		const both = newFrameId();
		const [one, two] = await Promise.all([put(visitor, id, png, { id: both }), put(visitor, id, png, { id: both })]);
		expect(await fileOf(one)).toEqual(await fileOf(two));
		expect((await keysIn(shop, id)).length).toBeGreaterThanOrEqual(3);
	});

	test("is named once, and only with files that are there and the sender's", async ({ sent, marco }) => {
		const { id, visitor, line, file } = sent;
		const refused = async (files: { id: string }[], on = line) => {
			const frame = newFrameId();
			on.send({ type: "send", id: frame, text: "Look", files });
			return (await on.next("refused", (one) => one.id === frame)).reason;
		};
		expect(await refused([{ id: newFrameId() }])).toBe("no_file");
		expect(await refused([{ id: file.id }])).toBe("conflict");
		const fresh = await fileOf(await put(visitor, id, png));
		expect(await refused([{ id: fresh.id }, { id: fresh.id }])).toBe("no_file");
		const teammate = await openMember(marco, id);
		await teammate.next("welcome");
		expect(await refused([{ id: fresh.id }], teammate)).toBe("no_file");
		expect(await refused(Array.from({ length: 11 }, () => ({ id: newFrameId() })))).toBe("too_big");
		// A resend gets the first result; other files under its id are a conflict.
		const frame = newFrameId();
		const send = (files: { id: string }[]) => line.send({ type: "send", id: frame, text: "", files });
		send([{ id: fresh.id }]);
		await line.next("entries");
		send([{ id: fresh.id }]);
		await line.next("ack", (one) => one.id === frame);
		send([{ id: file.id }]);
		expect((await line.next("refused", (one) => one.id === frame)).reason).toBe("conflict");
		const empty = newFrameId();
		line.send({ type: "send", id: empty, text: " ", files: [] });
		expect((await line.next("refused", (one) => one.id === empty)).reason).toBe("empty");
	});
});

describe("what isn't a file, or not the one that was said", () => {
	test("is refused with a word, and leaves nothing behind", async ({ start, shop }) => {
		const { id, visitor } = await start();
		const tried: [string, number, Uint8Array<ArrayBuffer>, Sending][] = [
			["empty", 422, new Uint8Array(), {}],
			["cut", 422, words, { size: words.length + 5 }],
			["invalid", 422, words, { size: words.length - 5 }],
			["too_big", 413, words, { size: MAX_SENT_FILE_BYTES + 1 }],
			["invalid", 422, words, { size: 1.5 }],
		];
		for (const [reason, status, bytes, sending] of tried) {
			const response = await put(visitor, id, bytes, sending);
			expect([response.status, await reasonOf(response)]).toEqual([status, reason]);
		}
		const bare = await askAsVisitor(visitor, `/api/widget/conversations/${id}/files/${newFrameId()}`, {
			method: "PUT",
		});
		expect(bare.status).toBe(422);
		expect(await keysIn(shop, id)).toEqual([]);
	});

	test("has 25 MB at most, none of which is kept in memory", async () => {
		let stored = 0;
		const count = async (_: string, body: ReadableStream<Uint8Array>) => {
			for await (const part of body) stored += part.length;
		};
		const bucket = { put: vi.fn(count), delete: vi.fn() };
		let left = MAX_SENT_FILE_BYTES;
		const body = new ReadableStream<Uint8Array>({
			pull(controller) {
				const part = new Uint8Array(Math.min(left, 1_024 * 1_024));
				left -= part.length;
				if (part.length > 0) controller.enqueue(part);
				else controller.close();
			},
		});
		const offer = { name: "most.bin", size: MAX_SENT_FILE_BYTES, thumbnail: 0 };
		// Only what `receive` calls of a bucket is there.
		const into = { bucket: bucket as unknown as R2Bucket, key: "a", thumbnailKey: "b" };
		expect(await receive(body, offer, into)).toMatchObject({ ok: true, file: { size: MAX_SENT_FILE_BYTES } });
		expect(stored).toBe(MAX_SENT_FILE_BYTES);
	});

	test("is given up when it stalls", async ({ shop }) => {
		const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
		const writer = writable.getWriter();
		void writer.write(words).catch(() => {});
		const key = `conversations/${shop.id}/stalled`;
		const offer = { name: "a", size: 1_000, thumbnail: 0 };
		const into = { bucket: env.FILES, key, thumbnailKey: `${key}.t`, idleMs: 20 };
		expect(await receive(readable, offer, into)).toEqual({ ok: false, reason: "stalled" });
		expect(await env.FILES.head(key)).toBeNull();
	});
});

describe("who may fetch a file", () => {
	test("isn't another visitor, another conversation's, or another workspace's", async ({ sent, start, marco }) => {
		const { id, file, base } = sent;
		const other = await start();
		const theirs = await addressFor(other.visitor, other.id);
		expect((await get(theirs + file.id)).status).toBe(404);
		expect((await askAsVisitor(other.visitor, `/api/widget/conversations/${id}/files`)).status).toBe(404);
		expect((await put(other.visitor, id, png)).status).toBe(404);
		expect((await get(`${base.slice(0, -3)}xx/${file.id}`)).status).toBe(404);
		expect((await get(`${ORIGIN}/api/files/nothing/${file.id}`)).status).toBe(404);
		// A member's address is nothing without their cookie, and a visitor's opens no other file.
		const own = await addressForMember(marco, id);
		expect((await get(own + file.id)).status).toBe(404);
		expect((await get(base + newFrameId())).status).toBe(404);
	});

	test("isn't a visitor, where only a note names it", async ({ sent, marco }) => {
		const { id, base } = sent;
		const line = await openMember(marco, id);
		await line.next("welcome");
		const file = await fileOf(await putAsMember(marco, id, png, { name: "internal.png" }));
		expect((await get(base + file.id)).status).toBe(404);
		await mention(line, [{ id: file.id, alt: "The customer's order" }], "", "note");
		expect((await get(base + file.id)).status).toBe(404);
		const own = await addressForMember(marco, id);
		const read = await get(own + file.id, { Cookie: marco.cookie });
		expect(read.status).toBe(200);
		await read.arrayBuffer();
		const reply = await fileOf(await putAsMember(marco, id, png));
		const entry = await mention(line, [{ id: reply.id, alt: "A map\u202e" }], "Here");
		expect(entry.files).toEqual([{ ...reply, alt: "A map" }]);
		const seen = await get(base + reply.id);
		expect(seen.status).toBe(200);
		await seen.arrayBuffer();
	});

	test("isn't a visitor who is blocked, or whose tokens were revoked", async ({ sent, shop, ines }) => {
		const { id, visitor, file, base } = sent;
		const owner = { kind: "member", id: ines.id, name: ines.name, role: "owner" } as const;
		const context = { env, workspaceId: shop.id };
		const request = { duration: "24h", reason: "", address: false } as const;
		await blockVisitor(context, owner, { conversationId: id, request });
		expect((await get(base + file.id)).status).toBe(404);
		expect((await put(visitor, id, png)).status).toBe(403);
	});

	test("isn't a visitor whose browser was forgotten", async ({ sent, marco }) => {
		const { id, file, base } = sent;
		expect((await ask(marco, `/api/conversations/${id}/forget-browser`, { method: "POST" })).status).toBe(204);
		expect((await get(base + file.id)).status).toBe(404);
	});

	test("isn't a member who has signed out, and nobody once it is erased", async ({ sent, ines, marco, shop }) => {
		const { id, file, base } = sent;
		const own = await addressForMember(marco, id);
		const read = await get(own + file.id, { Cookie: marco.cookie });
		expect(read.status).toBe(200);
		await read.arrayBuffer();
		expect((await get(own + file.id, { Cookie: ines.cookie })).status).toBe(404);
		await ask(marco, "/api/auth/sign-out", { body: {} });
		expect((await get(own + file.id, { Cookie: marco.cookie })).status).toBe(404);
		expect((await ask(ines, `/api/conversations/${id}/files/${file.id}`, { method: "DELETE" })).status).toBe(204);
		expect((await get(base + file.id)).status).toBe(404);
		expect(await keysIn(shop, id)).toEqual([]);
	});
});

describe("what a conversation makes of files", () => {
	test("is in the list's preview, its search, and the brief", async ({ sent, ines, stubOf }) => {
		const { id, visitor, line } = sent;
		const list = await openInbox(ines);
		const file = await fileOf(await put(visitor, id, png, { name: "quittance.png" }));
		await mention(line, [{ id: file.id }]);
		expect((await stubOf(id).item())?.preview).toMatch(/\.$|quittance/);
		await vi.waitFor(async () => {
			list.send({
				type: "list",
				id: newFrameId(),
				filter: { status: "all", handler: "any", assignee: "anyone" },
				text: "quittance",
			});
			const { items } = await list.next("page");
			expect(items.map((item) => item.id)).toContain(id);
		});
		line.send({ type: "choose", id: newFrameId(), choice: "person" });
		const entries = await untilEvent(line, "handed_off");
		expect(entries).toBeDefined();
		const teammate = await openMember(ines, id);
		const { state } = await teammate.next("welcome");
		expect(state?.summary?.files).toEqual([
			{ name: "invoice.jpg", show: "picture" },
			{ name: "quittance.png", show: "picture" },
		]);
		expect(state?.summary?.wants).toBe("zzz qqq My invoice");
	});

	test("is one sentence in the visitor's language for a file without words", async ({ arrive }) => {
		const { id, visitor, line } = await arrive();
		const file = await fileOf(await put(visitor, id, png, { name: "x.png" }));
		await mention(line, [{ id: file.id }]);
		const { entries } = await untilMessage(line, "ai");
		expect(entries.find(isMessage)?.text).toMatch(/^I can't look at files/);
		const german = await arrive();
		line.close();
		const frame = { type: "send", id: newFrameId(), text: "Wann kommt meine Bestellung endlich an?" };
		german.line.send(frame);
		await untilMessage(german.line, "ai");
		const next = await fileOf(await put(german.visitor, german.id, png));
		await mention(german.line, [{ id: next.id }]);
		const told2 = await told(german.line, (one) =>
			one.entries.some((entry) => isMessage(entry) && entry.text.startsWith("Ich kann Dateien nicht ansehen")),
		);
		expect(told2).toBeDefined();
	});

	test("is one list that has every table", async ({ sent, stubOf }) => {
		const names = await runInDurableObject(stubOf(sent.id), (_, { storage }) =>
			storage.sql
				.exec<{ name: string }>(
					"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
				)
				.toArray()
				.map((row) => row.name),
		);
		expect(names.toSorted()).toEqual([...tables.said, ...tables.bookkeeping].toSorted());
	});
});

describe("before a visitor has said anything", () => {
	test("they can't fill the bucket, with however many conversations", async ({ shop }) => {
		const visitor = await createVisitor(shop);
		// What is said counts, before a byte has come.
		const big = (who: Visiting) => put(who, newConversationId(), words, { size: 25 * 1_024 * 1_024 });
		for (let no = 0; no < 2; no++) expect((await big(visitor)).status).toBe(422);
		const more = await big(visitor);
		expect([more.status, await reasonOf(more)]).toEqual([429, "quota_unsaid"]);
		expect((await big(await createVisitor(shop, visitor.address))).status).toBe(429);
		const elsewhere = await createVisitor(shop);
		await fileOf(await put(elsewhere, newConversationId(), png));
	});

	test("their conversation is theirs with the first message, files of others or not", async ({ shop }) => {
		const [one, two] = [await createVisitor(shop), await createVisitor(shop)];
		const id = newConversationId();
		const file = await fileOf(await put(one, id, png));
		const line = await openVisitor(two, id);
		await line.next("welcome");
		line.send({ type: "send", id: "steals-a-file", text: "Mine", files: [{ id: file.id }] });
		expect((await line.next("refused")).reason).toBe("no_file");
	});
});

describe("a day later", () => {
	test("what no message names is gone, and what one names is there", async ({ sent, shop, stubOf, start }) => {
		const { id, visitor, file, base } = sent;
		const unnamed = await fileOf(await put(visitor, id, png, { thumbnail: png }));
		const never = await start();
		await fileOf(await put(never.visitor, newConversationId(), png));
		expect(await keysIn(shop, id)).toHaveLength(3);
		// Left over from an attempt that failed after its bytes were stored.
		const left = `${conversationPrefix({ workspaceId: shop.id, conversationId: id })}${file.id}/another`;
		await env.FILES.put(left, words);
		const ledger = uploads(env, shop.id);
		await runDurableObjectAlarm(ledger);
		expect(await keysIn(shop, id)).toHaveLength(4);
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 25 * 3_600_000 });
		try {
			await runDurableObjectAlarm(ledger);
		} finally {
			vi.useRealTimers();
		}
		expect(await keysIn(shop, id)).toHaveLength(1);
		expect((await get(base + unnamed.id)).status).toBe(404);
		const read = await get(base + file.id);
		expect(read.status).toBe(200);
		await read.arrayBuffer();
		const rows = await runInDurableObject(ledger, (_, { storage }) =>
			storage.sql.exec("SELECT no FROM upload").toArray(),
		);
		expect(rows).toEqual([]);
		expect((await everything(stubOf(id))).length).toBeGreaterThan(2);
	});
});

describe("an address", () => {
	const secret = { PARLEY_SECRET: "a secret for tests, and long enough to sign with" };
	const about = { workspaceId: "ws_1", conversationId: "c_1", reader: { kind: "visitor", id: "v_ñ" } } as const;
	const signed = async (now: number) => {
		const { base, until } = await fileGrant(secret, "https://parley.test", about, now);
		return { part: base.split("/").at(-2) ?? "", base, until };
	};
	const HOUR = 3_600_000;
	const now = 1_000 * HOUR + 1;

	test("is the same within the hour, and ends with it", async () => {
		const { part, base, until } = await signed(now);
		expect(base).toMatch(/^https:\/\/parley\.test\/api\/files\/[\w.-]+\/$/);
		expect((await signed(now + 54 * 60_000)).base).toBe(base);
		expect(await readFileAddress(secret, part, until - 1)).toEqual({ ...about, until });
		expect(await readFileAddress(secret, part, until)).toBeNull();
		expect(until).toBe(1_001 * HOUR);
	});

	test("isn't given out for the last five minutes of one", () => {
		expect(endOf(1_001 * HOUR - 5 * 60_000)).toBe(1_002 * HOUR);
	});

	test("is nobody else's to write", async () => {
		const { part } = await signed(now);
		const [body = "", signature = ""] = part.split(".");
		const other = Buffer.from(JSON.stringify({ ...about, conversationId: "c_2", until: now + HOUR })).toString(
			"base64url",
		);
		for (const forged of [`${other}.${signature}`, `${body}.`, body, "", `${body}.${signature}x`, "a.b.c"])
			expect(await readFileAddress(secret, forged, now)).toBeNull();
		expect(await readFileAddress({ PARLEY_SECRET: "another secret, which is long enough too" }, part, now)).toBeNull();
	});
});
