/** The API's description as the Worker serves it. What is in it is test/pure/http/openapi.test.ts's. */
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { ORIGIN } from "../setup/people.ts";

test("the description is there for whoever asks", async () => {
	const answer = await exports.default.fetch(`${ORIGIN}/api/openapi.json`);
	expect(answer.status).toBe(200);
	expect(answer.headers.get("content-type")).toBe("application/json");
	expect(await answer.json()).toMatchObject({ openapi: "3.1.0", info: { title: "Parley" } });
});
