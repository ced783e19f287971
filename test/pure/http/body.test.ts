/** A request's body as text: up to a limit, whether it says its length or not. */
import { expect, test } from "vitest";
import { readText } from "../../../src/http/body.ts";

const LIMIT = 256 * 1024;

/** A chunked body, which says no length. */
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
	return { request: new Request("https://parley.test", init), read: () => read };
}

test("a body as long as the limit is read, whole", async () => {
	expect(await readText(chunked([LIMIT / 2, LIMIT / 2]).request)).toHaveLength(LIMIT);
});

test("a body without a length is refused where it passes the limit, and not read to its end", async () => {
	const { request, read } = chunked(Array.from({ length: 50 }, () => LIMIT));
	await expect(readText(request)).rejects.toMatchObject({ status: 413 });
	expect(read()).toBeLessThan(5);
});

test("a body that says it is too big is refused unread", async () => {
	const request = new Request("https://parley.test", {
		method: "POST",
		body: "{}",
		headers: { "content-length": String(LIMIT + 1) },
	});
	await expect(readText(request)).rejects.toMatchObject({ status: 413 });
	expect(request.bodyUsed).toBe(false);
});

test("a request without a body is no text", async () => {
	expect(await readText(new Request("https://parley.test"))).toBe("");
});
