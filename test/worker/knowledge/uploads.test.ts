/** Uploaded files, from their bytes to articles: replaced, broken, too large, cut off, and read by an object that dies. */
import { knowledge } from "../../../src/durable/objects.ts";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import Papa from "papaparse";
import { afterEach, describe, expect, test, vi } from "vitest";
import { encode, encryptedPdf, handbookPdf, wordDocx } from "../setup/documents.ts";
import { fileTask } from "../../../src/knowledge/source/tasks/file.ts";
import { uploadFile, emptyLibrary, removeSource, saveArticle, stopReading, switchArticle } from "../setup/library.ts";
import { ask, createMember, createWorkspace, ORIGIN } from "../setup/people.ts";
import { count, settle, sourceOf, stream, titles, upload } from "../setup/sources.ts";

afterEach(() => vi.restoreAllMocks());

const only = async (library: ReturnType<typeof emptyLibrary>, title: string) => {
	const { entries } = await library.list({ kind: "articles", search: title, source: "", cursor: null });
	const [entry] = entries;
	if (!entry) throw new Error(`no article ${title}`);
	return entry;
};

/** A long document, which becomes an article for each heading. */
const guide = (parts: Record<string, string>) =>
	encode(
		`# Guide\n\n${Object.entries(parts)
			.map(([heading, text]) => `## ${heading}\n\n${text} ${"and so on. ".repeat(1_500)}`)
			.join("\n\n")}`,
	);

describe("an uploaded file", () => {
	test("is read by the job, found by the next search, says where it is from, and its bytes are gone", async () => {
		const library = emptyLibrary();
		const { id, state } = await upload(library, "handbook.pdf", handbookPdf());
		expect(state).toBe("waiting");
		const [source] = await settle(library);
		expect(source).toMatchObject({
			id,
			state: "done",
			reason: null,
			articles: 1,
			counts: { found: 1, fetched: 1, changed: 1, failed: 0 },
		});
		const [found] = await library.search("who opens a padlock without its key", 3);
		expect(found).toMatchObject({ title: "Workshop handbook", heading: "Lost keys" });
		expect((await only(library, "handbook")).origin).toEqual({ kind: "uploaded", sourceId: id, name: "handbook.pdf" });
		expect([await count(library, "upload"), await count(library, "upload_chunk")]).toEqual([0, 0]);
	});

	test("of a broken, encrypted or disguised kind says why, and the others are read", async () => {
		const library = emptyLibrary();
		await upload(library, "locked.pdf", encryptedPdf());
		await upload(library, "disguised.pdf", wordDocx());
		await upload(library, "broken.docx", wordDocx().subarray(0, 5_000));
		await upload(library, "fine.docx", wordDocx());
		await upload(library, "fine.txt", encode("We lend umbrellas."));
		const sources = await settle(library);
		expect(Object.fromEntries(sources.map(({ name, state, reason }) => [name, reason ?? state]))).toEqual({
			"locked.pdf": "It is protected with a password. Save it without one.",
			"disguised.pdf": expect.stringMatching(/isn't a PDF.*ZIP archive/),
			"broken.docx": expect.stringMatching(/broken/),
			"fine.docx": "done",
			"fine.txt": "done",
		});
		expect(await titles(library)).toEqual(["Fine", "Fine"]);
	});

	test("uploaded again changes what changed, removes what is gone, and leaves what was edited or switched off", async () => {
		const library = emptyLibrary();
		await upload(library, "guide.md", guide({ Zips: "Zips.", Straps: "Straps.", Seams: "Seams.", Dyes: "Dyes." }));
		await settle(library);
		expect(await titles(library)).toEqual(["Guide: Dyes", "Guide: Seams", "Guide: Straps", "Guide: Zips"]);
		const seams = await only(library, "Seams");
		const edited = await saveArticle(library, seams.id, { title: "Seams, by us", text: "Ours." });
		expect(edited).toMatchObject({ ok: true, article: { edited: true } });
		const straps = await only(library, "Straps");
		await switchArticle(library, straps.id, false);

		await upload(library, "guide.md", guide({ Zips: "Zips.", Straps: "Straps in leather.", Seams: "Seams two." }));
		const [source] = await settle(library);
		expect(source).toMatchObject({
			state: "done",
			articles: 3,
			counts: { found: 3, changed: 1, unchanged: 2, removed: 1 },
		});
		expect(await titles(library)).toEqual(["Guide: Straps", "Guide: Zips", "Seams, by us"]);
		expect(await library.article(seams.id)).toMatchObject({ text: "Ours." });
		expect(await library.article(straps.id)).toMatchObject({ enabled: false });
		expect(await library.search("leather straps", 3)).toEqual([]);

		await upload(library, "guide.md", guide({ Zips: "Zips." }));
		await settle(library);
		// Short enough now to be one article.
		expect(await titles(library)).toEqual(["Guide", "Seams, by us"]);
	});

	test("of questions becomes questions, with the rows that couldn't be read", async () => {
		const library = emptyLibrary();
		const { id } = await upload(library, "faq.csv", encode("question,answer\nDo you ship?,Yes.\nAre you open?,\n"));
		await settle(library);
		expect(await sourceOf(library, id)).toMatchObject({
			state: "done",
			questions: 1,
			failures: [{ what: "Row 3", reason: "It has no answer." }],
		});
		expect(await library.search("do you ship", 1)).toMatchObject([{ kind: "question", text: "Yes." }]);
		await upload(library, "faq.csv", encode("question,answer\nDo you ship?,Not now.\n"));
		await settle(library);
		expect(await library.search("do you ship", 3)).toMatchObject([{ text: "Not now." }]);
	});

	test("that is broken when it is uploaded again leaves what was read before", async () => {
		const library = emptyLibrary();
		await upload(library, "a.docx", wordDocx());
		await settle(library);
		await upload(library, "a.docx", encode("no document"));
		expect(await settle(library)).toMatchObject([{ state: "failed", articles: 1 }]);
	});

	test("is removed with its articles, some at a time", async () => {
		const library = emptyLibrary();
		const rows = Array.from({ length: 60 }, (_, nth) => `Question number ${nth}?,Answer ${nth}`).join("\n");
		const { id } = await upload(library, "faq.csv", encode(rows));
		await upload(library, "other.txt", encode("We lend umbrellas."));
		await settle(library);
		expect(await removeSource(library, id)).toBe(true);
		expect(await uploadFile(library, "faq.csv", stream(encode("A?,B")))).toEqual({ ok: false, reason: "removing" });
		expect(await settle(library)).toMatchObject([{ name: "other.txt" }]);
		expect(await titles(library, "questions")).toEqual([]);
		expect(await library.search("question number 7", 3)).toEqual([]);
		expect(await library.search("umbrellas", 3)).toHaveLength(1);
		expect(await removeSource(library, id)).toBe(false);
	});

	test("can be stopped before it is read", async () => {
		const library = emptyLibrary();
		const { id } = await upload(library, "a.txt", encode("Text"));
		expect(await stopReading(library, id)).toMatchObject({ ok: true, source: { state: "stopped" } });
		expect(await stopReading(library, id)).toEqual({ ok: false, reason: "not_now" });
		await settle(library);
		expect(await titles(library)).toEqual([]);
		expect(await count(library, "upload_chunk")).toBe(0);
	});

	test("past what the knowledge base holds says so, and what fitted stays", async () => {
		const library = emptyLibrary();
		await runInDurableObject(library, (_, { storage: { sql } }) => {
			sql.exec("UPDATE row_count SET count = 9999 WHERE kind = 'question'");
		});
		await upload(library, "faq.csv", encode("Question,Answer\nA?,B\nC?,D\n"));
		expect(await settle(library)).toMatchObject([
			{ state: "failed", questions: 1, reason: expect.stringMatching(/knowledge base is full/) },
		]);
	});
});

describe("an object that dies", () => {
	const rows = (length: number) =>
		encode(Array.from({ length }, (_, nth) => `Question number ${nth}?,Answer ${nth}`).join("\n"));

	test("in the middle of a file goes on where it was: every part once", async () => {
		const library = emptyLibrary();
		await upload(library, "faq.csv", rows(300));
		await runDurableObjectAlarm(library);
		const [before] = await library.sources();
		expect(before?.state).toBe("running");
		expect(before?.counts.fetched).toBeLessThan(300);
		await evictDurableObject(library);
		expect(await settle(library)).toMatchObject([
			{ state: "done", questions: 300, counts: { found: 300, fetched: 300, changed: 300 } },
		]);
	});

	/** Runs the task of reading files with a reader that ends this way, until the file is given up; gives how often it was asked. */
	async function readWith(library: ReturnType<typeof emptyLibrary>, ends: () => Promise<never>): Promise<number> {
		let asked = 0;
		await runInDurableObject(library, async (_, { storage }) => {
			const task = fileTask(storage, () => {
				asked++;
				return ends();
			});
			for (let round = 0; round < 5; round++) {
				// As if the wait before another try were over.
				storage.sql.exec("UPDATE source SET due_at = 1 WHERE due_at IS NOT NULL");
				await task.run();
			}
			await storage.deleteAlarm();
		});
		return asked;
	}

	test.each([
		"Durable Object's isolate exceeded its memory limit and was reset.",
		"Durable Object exceeded its CPU time limit and was reset.",
	])("of what the file did to it isn't asked again: %s", async (message) => {
		const library = emptyLibrary();
		const { id } = await upload(library, "deadly.csv", rows(2));
		expect(await readWith(library, () => Promise.reject(new Error(message)))).toBe(1);
		expect(await sourceOf(library, id)).toMatchObject({
			state: "failed",
			reason: expect.stringMatching(/more memory or time/),
		});
		expect([await count(library, "upload"), await count(library, "upload_chunk")]).toEqual([0, 0]);
	});

	test("of something else is asked once more, and then the file is given up with a reason", async () => {
		const library = emptyLibrary();
		const { id } = await upload(library, "unlucky.csv", rows(2));
		expect(await readWith(library, () => Promise.reject(new Error("Network connection lost.")))).toBe(2);
		expect(await sourceOf(library, id)).toMatchObject({
			state: "failed",
			reason: expect.stringMatching(/failed twice/),
		});
	});

	test("takes the try along that it was counted in, and the next file is read", async () => {
		const name = `ws_${crypto.randomUUID()}`;
		// A stub is broken after its object was aborted.
		const library = () => knowledge(env, name);
		const { id } = await upload(library(), "deadly.csv", rows(2));
		await upload(library(), "fine.txt", encode("We lend umbrellas."));
		let kills = 0;
		for (let round = 0; round < 3; round++) {
			await runInDurableObject(library(), async (_, state) => {
				const task = fileTask(state.storage, async () => {
					kills++;
					state.abort("killed by its file");
					return { read: { ok: false, reason: "It was read after all." }, kept: false };
				});
				state.storage.sql.exec("UPDATE source SET due_at = 1 WHERE id = ?", id);
				await task.run();
			}).catch(() => {});
			await evictDurableObject(library()).catch(() => {});
		}
		await settle(library());
		expect(kills).toBe(2);
		expect(await sourceOf(library(), id)).toMatchObject({
			state: "failed",
			reason: expect.stringMatching(/failed twice/),
		});
		expect(await library().search("umbrellas", 3)).toHaveLength(1);
	});

	test("of its reader's own mistake isn't blamed on the file", async () => {
		const library = emptyLibrary();
		const { id } = await upload(library, "fine.csv", rows(2));
		const parse = vi.spyOn(Papa, "parse").mockImplementation(() => {
			throw new TypeError("a mistake of ours");
		});
		await settle(library);
		parse.mockRestore();
		expect((await sourceOf(library, id)).reason).toMatch(/mistake of ours/);
	});
});

describe("the way a file comes in", () => {
	const post = (person: { cookie: string }, name: string, body: BodyInit, headers: Record<string, string> = {}) =>
		fetchOwn(`/api/sources/files?name=${encodeURIComponent(name)}`, {
			method: "POST",
			headers: { Origin: ORIGIN, Cookie: person.cookie, ...headers },
			body,
		});

	test("streams 20 MB through, and refuses one byte more without keeping any", async () => {
		const workspace = await createWorkspace();
		const owner = await createMember(workspace, "owner");
		const library = knowledge(env, workspace.id);
		const line = encode(`${"All work and no play. ".repeat(47)}\n`);
		const bytes = new Uint8Array(20 * 1_024 * 1_024);
		for (let at = 0; at < bytes.length; at += line.length)
			bytes.set(line.subarray(0, Math.min(line.length, bytes.length - at)), at);
		expect((await post(owner, "large.txt", bytes)).status).toBe(201);
		expect(await count(library, "upload_chunk")).toBe(21);
		const more = new Blob([bytes, "x"]);
		const refused = await post(owner, "larger.txt", more);
		expect(refused.status).toBe(413);
		expect(await refused.json()).toMatchObject({ reason: "too_large", detail: expect.stringContaining("20 MB") });
		expect((await post(owner, "unsaid.txt", more.stream())).status).toBe(413);
		expect([await count(library, "upload"), await count(library, "upload_chunk")]).toEqual([1, 21]);
		const [source] = await settle(library);
		// Four of its twenty million characters, in articles that a list can open.
		expect(source).toMatchObject({ state: "done", counts: { failed: 0 }, omitted: [{ kind: "length" }] });
		expect(source?.articles).toBeGreaterThan(100);
	}, 60_000);

	test("refuses what is empty, has no name or can't be read, in words", async () => {
		const owner = await createMember(await createWorkspace(), "owner");
		expect((await post(owner, "a.txt", "")).status).toBe(422);
		expect((await post(owner, " ", "Text")).status).toBe(422);
		expect(
			(
				await fetchOwn("/api/sources/files", {
					method: "POST",
					headers: { Origin: ORIGIN, Cookie: owner.cookie },
					body: "x",
				})
			).status,
		).toBe(422);
		const exe = await post(owner, "a.exe", "Text");
		expect(exe.status).toBe(422);
		expect(await exe.json()).toMatchObject({ detail: expect.stringContaining("Text, Markdown, HTML, PDF") });
		expect(await (await ask(owner, "/api/sources")).json()).toEqual({ sources: [] });
	});

	test("keeps nothing of a file whose connection is cut", async () => {
		const library = emptyLibrary();
		let sent = 0;
		const cut = new ReadableStream<Uint8Array>({
			pull(controller) {
				if (sent++ < 5) controller.enqueue(new Uint8Array(400_000).fill(65));
				else controller.error(new Error("the connection is gone"));
			},
		});
		const taken = await uploadFile(library, "a.txt", cut).catch(() => ({ ok: false, reason: "cut" }));
		expect(taken).toEqual({ ok: false, reason: "cut" });
		expect([await count(library, "upload"), await count(library, "upload_chunk")]).toEqual([0, 0]);
	});
});

const fetchOwn = async (path: string, init: RequestInit): Promise<Response> => {
	const { exports } = await import("cloudflare:workers");
	return exports.default.fetch(`${ORIGIN}${path}`, init);
};
