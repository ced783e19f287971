/** Uploaded files as they came, beside what was read of them: who sees them, how they are shown, and when they are gone. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect } from "vitest";
import type { Knowledge } from "../../../src/knowledge/knowledge.ts";
import { announceFile, fileKey, keptFilesTask } from "../../../src/knowledge/source/kept-files.ts";
import { fileTask } from "../../../src/knowledge/source/tasks/file.ts";
import { encode, handbookPdf, wordDocx } from "../setup/documents.ts";
import { removeSource } from "../setup/library.ts";
import { ask, createMember, createWorkspace, type Person, type Workspace } from "../setup/people.ts";
import { isolated as test } from "../setup/stage.ts";
import { count, settle, sourceOf, upload } from "../setup/sources.ts";

const fileOf = (person: Person, id: string, query = "") => ask(person, `/api/sources/${id}/file${query}`);
const inBucket = async ({ id }: Workspace) =>
	(await env.FILES.list({ prefix: `sources/${id}/` })).objects.map(({ size }) => size);

/** Reads what waits, then deletes what is due. */
async function finish(library: DurableObjectStub<Knowledge>): Promise<void> {
	await settle(library);
	await runDurableObjectAlarm(library);
}

describe("the file of a source", () => {
	test("comes back as it was uploaded, to a viewer too, and its source says how large it is", async ({
		library,
		vera,
	}) => {
		const bytes = wordDocx();
		const { id } = await upload(library, "Preise “2026”; größer.docx", bytes);
		expect((await sourceOf(library, id)).fileBytes).toBeNull();
		expect((await fileOf(vera, id)).status).toBe(404);
		await finish(library);
		expect((await sourceOf(library, id)).fileBytes).toBe(bytes.length);
		for (const query of ["", "?download=1"]) {
			const response = await fileOf(vera, id, query);
			expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
			expect(response.headers.get("content-type")).toBe("application/octet-stream");
			expect(response.headers.get("content-disposition")).toBe(
				`attachment; filename="Preise _2026_; gr__er.docx"; filename*=UTF-8''Preise%20%E2%80%9C2026%E2%80%9D%3B%20gr%C3%B6%C3%9Fer.docx`,
			);
		}
	});

	test.for([
		["a.pdf", "application/pdf", false],
		["a.html", "text/html; charset=utf-8", true],
		["a.txt", "text/plain; charset=utf-8", true],
		["a.md", "text/plain; charset=utf-8", true],
		["a.csv", "text/plain; charset=utf-8", true],
	] as const)(
		"%s is shown in a frame of the dashboard, and nothing in it runs",
		async ([name, type, sandbox], { library, vera }) => {
			const text = "Question,Answer\n<script>alert(1)</script> Do you ship?,Yes.\n";
			const { id } = await upload(library, name, name === "a.pdf" ? handbookPdf() : encode(text));
			await finish(library);
			const { status, headers } = await fileOf(vera, id);
			expect([status, headers.get("content-type")]).toEqual([200, type]);
			expect(headers.get("content-disposition")).toMatch(/^inline;/);
			expect(headers.get("x-content-type-options")).toBe("nosniff");
			expect(headers.get("cache-control")).toBe("no-store");
			const policy = headers.get("content-security-policy")?.split("; ") ?? [];
			expect(policy).toContain("default-src 'none'");
			expect(policy).toContain("frame-ancestors 'self'");
			expect(policy.includes("sandbox")).toBe(sandbox);
			expect(policy.some((rule) => rule.startsWith("script-src") || rule.includes("allow-"))).toBe(false);
		},
	);

	test("is shown in the letters that were read, whatever its encoding, and to a whole character", async ({
		library,
		vera,
	}) => {
		const old = Uint8Array.from([
			...encode("Die Lieferzeit betr"),
			0xe4,
			...encode("gt drei Tage, die R"),
			0xfc,
			...encode("ckgabe ist kostenlos."),
		]);
		const { id } = await upload(library, "alt.txt", old);
		const long = await upload(library, "long.txt", encode(`x${"é".repeat(600_000)}`));
		await finish(library);
		expect(await (await fileOf(vera, id)).text()).toBe("Die Lieferzeit beträgt drei Tage, die Rückgabe ist kostenlos.");
		const shown = await (await fileOf(vera, long.id)).text();
		expect(shown).toMatch(/^xé+\n\n\[The rest isn't shown here/);
		expect(shown.length).toBeLessThan(500_200);
		expect((await (await fileOf(vera, long.id, "?download=1")).arrayBuffer()).byteLength).toBe(1_200_001);
	});

	test("is nobody's who isn't of the team", async ({ shop, library }) => {
		const { id } = await upload(library, "a.txt", encode("A secret of ours"));
		await finish(library);
		const stranger = await createMember(await createWorkspace(), "owner");
		expect((await fileOf(stranger, id)).status).toBe(404);
		expect((await ask(null, `/api/sources/${id}/file`)).status).toBe(401);
		// Nor by the address under which articles are public.
		expect((await ask(null, `/api/sources/${shop.publicKey}/${id}`)).status).toBe(404);
	});
});

describe("the bytes of a file are deleted", () => {
	test("with its source", async ({ shop, library, vera }) => {
		const { id } = await upload(library, "a.txt", encode("Text"));
		await finish(library);
		expect(await inBucket(shop)).toEqual([4]);
		await removeSource(library, id);
		expect((await fileOf(vera, id)).status).toBe(404);
		await finish(library);
		expect(await inBucket(shop)).toEqual([]);
		expect(await count(library, "source_file")).toBe(0);
	});

	test("once a later upload of the name was read; one that can't be read leaves the earlier", async ({
		shop,
		library,
		vera,
	}) => {
		const { id } = await upload(library, "a.txt", encode("One"));
		await finish(library);
		await upload(library, "a.txt", encode("Three"));
		await finish(library);
		expect(await inBucket(shop)).toEqual([5]);
		expect(await (await fileOf(vera, id)).text()).toBe("Three");
		await upload(library, "a.txt", handbookPdf());
		await finish(library);
		expect(await (await fileOf(vera, id)).text()).toBe("Three");
		await pass(library, shop, HOUR);
		expect(await inBucket(shop)).toEqual([5]);
	});

	test("within an hour where its source was removed, or its reader lost, while they were written", async ({
		shop,
		library,
	}) => {
		const { id } = await upload(library, "a.txt", encode("Text"));
		// As a reader leaves it whose answer never came.
		await runInDurableObject(library, async (_, { storage: { sql } }) => {
			const [row] = sql.exec<{ upload: string }>("SELECT upload FROM source").toArray();
			announceFile(sql, id, `${row?.upload}x`, 4);
			await env.FILES.put(fileKey(shop.id, `${row?.upload}x`), "Lost");
		});
		await removeSource(library, id);
		await finish(library);
		expect(await inBucket(shop)).toContain(4);
		await pass(library, shop, HOUR);
		expect(await inBucket(shop)).toEqual([]);
		expect(await count(library, "source_file")).toBe(0);
	});

	test("at last, where the bucket fails at first", async ({ shop, library }) => {
		const { id } = await upload(library, "a.txt", encode("Text"));
		await finish(library);
		const deleted: unknown[] = [];
		await runInDurableObject(library, async (_, { storage }) => {
			storage.sql.exec("UPDATE source_file SET delete_at = 1");
			const failing = keptFilesTask(storage, { delete: () => Promise.reject(new Error("R2 is down")) }, shop.id);
			const working = keptFilesTask(storage, { delete: async (keys) => void deleted.push(keys) }, shop.id);
			await expect(failing.run()).rejects.toThrow("R2 is down");
			expect(working.due(storage.sql)).toBe(1);
			await working.run();
			expect(working.due(storage.sql)).toBeNull();
		});
		expect(deleted).toEqual([[expect.stringMatching(`^sources/${shop.id}/`)]]);
		expect((await sourceOf(library, id)).fileBytes).toBeNull();
	});
});

test("a file that the bucket doesn't take is read all the same", async ({ library, vera }) => {
	const { id } = await upload(library, "a.txt", encode("One"));
	await finish(library);
	await upload(library, "a.txt", encode("We lend umbrellas."));
	await runInDurableObject(library, async (_, { storage }) => {
		const parts = [{ kind: "article", title: "A", text: "We lend umbrellas.", place: "1" } as const];
		const task = fileTask(storage, async () => ({ read: { ok: true, parts, failures: [] }, kept: false }));
		await task.run();
	});
	await finish(library);
	expect(await library.search("umbrellas", 1)).toHaveLength(1);
	// The one before would be shown beside what wasn't read of it.
	expect((await fileOf(vera, id)).status).toBe(404);
});

const HOUR = 3_600_000;

/** Lets so many ms pass for what is due, and does it. */
const pass = (library: DurableObjectStub<Knowledge>, { id }: Workspace, ms: number) =>
	runInDurableObject(library, async (_, { storage }) => {
		storage.sql.exec("UPDATE source_file SET delete_at = delete_at - ?", ms);
		await keptFilesTask(storage, env.FILES, id).run();
	});
