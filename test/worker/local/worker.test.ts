/** The local Worker's doors: shut to whoever hasn't the key of this start, and to every other machine. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { DOOR, FILL_DOOR, KEY_HEADER } from "../../../scripts/local/past.ts";
import local from "../../../scripts/local/worker.ts";

const KEY = "the key of this start";

const knock = (path: string, key: string | null, { host = "http://localhost:8787", localKey = KEY } = {}) => {
	const headers = { "Content-Type": "application/json", ...(key !== null && { [KEY_HEADER]: key }) };
	const request = new Request(`${host}${path}`, { method: "POST", headers, body: "{}" });
	Reflect.set(env, "LOCAL_KEY", localKey);
	return Reflect.apply(local.fetch, local, [request, env, createExecutionContext()]);
};

test.each([DOOR, FILL_DOOR])("%s opens to nobody without the key", async (path) => {
	for (const key of [null, "", "another key"]) expect((await knock(path, key)).status, `${key}`).toBe(404);
	expect((await knock(path, "", { localKey: "" })).status).toBe(404);
	expect((await knock(path, KEY, { host: "http://parley.example" })).status).toBe(404);
	// With the key it reads what is handed in.
	await expect(knock(path, KEY)).rejects.toThrow(/workspaceId/);
});

test("everything else is the Worker that is deployed", async () => {
	expect((await knock("/api/local/past", KEY)).status).toBe(404);
});
