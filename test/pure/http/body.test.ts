/** Reading a request's body: up to a limit, with or without Content-Length, and as JSON whatever its content type. */
import { Hono } from "hono";
import * as v from "valibot";
import { expect, test } from "vitest";
import { limitedBody, validJson, validQuery } from "../../../src/http/body.ts";
import { onError } from "../../../src/http/problem.ts";

const LIMIT = 256 * 1024;

const app = new Hono()
	.post("/text", limitedBody, async (c) => c.text(await c.req.text()))
	.post("/json", limitedBody, validJson(v.object({ name: v.string() })), (c) => c.text("taken"))
	.get("/query", validQuery(v.object({ days: v.picklist(["7", "30"]) })), (c) => c.text("taken"));
app.onError(onError);

const textOf = async (request: Request) => (await app.fetch(request)).text();

/** A chunked body, which has no Content-Length. */
function chunked(sizes: number[]): { request: Request; read: () => number } {
	let read = 0;
	const body = new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				const size = sizes[read];
				if (size === undefined) return controller.close();
				read++;
				controller.enqueue(new Uint8Array(size).fill(97));
			},
		},
		{ highWaterMark: 0 },
	);
	const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
	return { request: new Request("https://parley.test/text", init), read: () => read };
}

test("a body as long as the limit is read, whole", async () => {
	expect(await textOf(chunked([LIMIT / 2, LIMIT / 2]).request)).toHaveLength(LIMIT);
});

test("a body without a length is refused where it passes the limit, and not read to its end", async () => {
	const { request, read } = chunked(Array.from({ length: 50 }, () => LIMIT));
	const answer = await app.fetch(request);
	expect(answer.status).toBe(413);
	expect(await answer.json()).toMatchObject({ reason: "too_big" });
	expect(read()).toBeLessThan(5);
});

test("a body whose Content-Length is too large is refused unread", async () => {
	const request = new Request("https://parley.test/text", {
		method: "POST",
		body: "{}",
		headers: { "content-length": String(LIMIT + 1) },
	});
	const answer = await app.fetch(request);
	expect(answer.status).toBe(413);
	expect(await answer.json()).toMatchObject({ reason: "too_big" });
	expect(request.bodyUsed).toBe(false);
});

test("a request without a body reads as an empty text", async () => {
	expect(await textOf(new Request("https://parley.test/text", { method: "POST" }))).toBe("");
});

test("a body is read as JSON whatever its content type, for the widget's is text", async () => {
	const body = JSON.stringify({ name: "Ana" });
	for (const type of ["text/plain", "application/json", "application/octet-stream"]) {
		const answer = await app.request("/json", { method: "POST", body, headers: { "content-type": type } });
		expect([answer.status, await answer.text()]).toEqual([200, "taken"]);
	}
});

test("what isn't JSON is a 400, what doesn't fit names its fields", async () => {
	expect((await app.request("/json", { method: "POST", body: "{" })).status).toBe(400);
	const answer = await app.request("/json", { method: "POST", body: "{}" });
	expect(answer.status).toBe(422);
	expect(await answer.json()).toMatchObject({ reason: "invalid", fields: { name: "This is missing." } });
	const query = await app.request("/query?days=8");
	expect(query.status).toBe(422);
	expect(await query.json()).toMatchObject({ fields: { days: "This isn't in the right form." } });
});
