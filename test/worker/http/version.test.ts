/** The check of a client's protocol version: a client of another one is told to reload, on a socket and over HTTP. */
import * as v from "valibot";
import { expect } from "vitest";
import { CloseCode, PROTOCOL_HEADER, PROTOCOL_VERSION, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { ask, askAsVisitor } from "../setup/people.ts";
import { dial } from "../setup/socket.ts";
import { test } from "../setup/stage.ts";

test("another version of the protocol is told to reload, a bad token to get a new one", async ({ start }) => {
	const { id, visitor } = await start();
	const path = `/api/widget/conversations/${id}/socket`;
	const closing = async (protocols: string[]) => {
		const response = await dial(path, { protocols, origin: visitor.site });
		const { promise, resolve } = Promise.withResolvers<number>();
		response.webSocket?.addEventListener("close", ({ code }) => resolve(code));
		response.webSocket?.accept();
		return promise;
	};
	for (const other of [PROTOCOL_VERSION - 1, PROTOCOL_VERSION + 1])
		expect(await closing([`parley.${other}`, visitor.token])).toBe(CloseCode.reload);
	expect(await closing([SUBPROTOCOL, "ey.not.atoken"])).toBe(CloseCode.unauthorized);
});

test("over HTTP too, another version is told to reload by the reason, and who says none is answered", async ({
	ines,
	start,
}) => {
	const { id, visitor } = await start();
	const says = (version: number) => ({ [PROTOCOL_HEADER]: `parley.${version}` });
	const body = { type: "typing" };
	const [widget, desk] = [`/api/widget/conversations/${id}`, `/api/conversations/${id}`];
	const reasonOf = async (response: Response) =>
		v.parse(v.object({ reason: v.string() }), await response.json()).reason;
	for (const other of [PROTOCOL_VERSION - 1, PROTOCOL_VERSION + 1]) {
		const headers = says(other);
		for (const response of [
			await askAsVisitor(visitor, `${widget}/entries`, { headers }),
			await askAsVisitor(visitor, `${widget}/frames`, { headers, body }),
			await ask(ines, `${desk}/entries`, { headers }),
			await ask(ines, `${desk}/frames`, { headers, body }),
		]) {
			expect(response.status).toBe(409);
			expect(await reasonOf(response)).toBe("reload");
		}
	}
	for (const headers of [says(PROTOCOL_VERSION), {}])
		expect((await askAsVisitor(visitor, `${widget}/entries`, { headers })).status).toBe(200);
	const preflight = await askAsVisitor(visitor, `${widget}/entries`, {
		method: "OPTIONS",
		headers: { "access-control-request-method": "GET" },
	});
	expect(preflight.headers.get("access-control-allow-headers")).toContain(PROTOCOL_HEADER);
});
