/** Requests that are recorded with their answers, for the fixtures of a release (../fixtures.record.ts). */
import { exports } from "cloudflare:workers";
import * as v from "valibot";
import { expect } from "vitest";
import { routes } from "../../../src/api.ts";
import { stream as noJson } from "../../../src/http/contract.ts";
import { PROTOCOL_HEADER, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { ORIGIN, type Person, type Visiting } from "../setup/people.ts";

/** Only a deployment on this machine may read a site on this machine. */
export const HERE = "http://localhost:8787";

type Exchange = { method: string; path: string; route: string; body?: unknown; status: number; answer: unknown };
/** In their order. */
export const exchanges: Exchange[] = [];

const templates = routes()
	.filter(({ declared }) => declared && declared.answer !== noJson)
	.map(({ method, path }) => ({
		route: `${method} ${path}`,
		method,
		pattern: new RegExp(`^${path.replace(/:\w+/g, "[^/]+")}$`),
		// An address of its own goes before one with a name in it.
		names: path.split(":").length,
	}))
	.toSorted((a, b) => a.names - b.names);

/** One request through the Worker, and what it answered. A body makes it a POST. */
export async function ask(
	headers: Record<string, string>,
	path: string,
	{ method, body, status = 200 }: { method?: string; body?: unknown; status?: number } = {},
): Promise<unknown> {
	const verb = method ?? (body === undefined ? "GET" : "POST");
	const isText = typeof body === "string";
	const response = await exports.default.fetch(`${headers["Origin"] === HERE ? HERE : ORIGIN}${path}`, {
		method: verb,
		headers: { "Content-Type": isText ? "application/octet-stream" : "application/json", ...headers },
		body: body === undefined ? null : isText ? body : JSON.stringify(body),
	});
	const text = await response.text();
	expect(response.status, `${verb} ${path}: ${text}`).toBe(status);
	const answer: unknown = text === "" ? null : JSON.parse(text);
	const [plain = ""] = path.split("?");
	const route = templates.find((each) => each.method === verb && each.pattern.test(plain))?.route;
	if (!route) throw new Error(`no route of ${verb} ${path}`);
	exchanges.push({ method: verb, path, route, ...(body === undefined ? {} : { body }), status, answer });
	return answer;
}
/** A member's headers, and a visitor's. */
export const as = ({ cookie }: Pick<Person, "cookie">) => ({ Origin: ORIGIN, Cookie: cookie });
export const asVisitor = ({ token, site, address }: Visiting) => ({
	Origin: site,
	Authorization: `Bearer ${token}`,
	"CF-Connecting-IP": address,
	[PROTOCOL_HEADER]: SUBPROTOCOL,
});
export const idIn = (answer: unknown): string =>
	String(v.parse(v.object({ id: v.union([v.string(), v.number()]) }), answer).id);
export const basedOn = (answer: unknown) => v.parse(v.object({ updatedAt: v.number() }), answer).updatedAt;

/** Routes with a JSON answer that nobody has asked. */
export const silentRoutes = (): string[] =>
	templates.map(({ route }) => route).filter((route) => !exchanges.some((each) => each.route === route));
