/**
 * A route's contract: its input, its output, who may call it and how often, declared in one place. `declare` stores the
 * contract by the route's handler; the API's description (scripts/openapi.ts) and the tests read it from there, and
 * auth/route.ts makes the route's checks from it. This file checks nothing by itself and makes no JSON schemas: those are
 * made when Parley is built.
 */
import * as v from "valibot";
import type { Thing } from "./problem.ts";

/** The answer of a route without a body: a 204. */
export const nothing = v.void();
/** An answer that isn't JSON: a page, a redirect, a socket. */
export const stream = v.instance(Response);

/** The rate limit bindings of wrangler.toml. */
export type LimitName =
	| "BOOT_LIMIT"
	| "SESSION_LIMIT"
	| "VISITOR_LIMIT"
	| "SIGN_IN_LIMIT"
	| "FILE_LIMIT"
	| "COPILOT_LIMIT"
	| "PLAYGROUND_LIMIT";

export type Access =
	| { kind: "member"; permission: string }
	/** A visitor with a token that we signed. */
	| { kind: "visitor" }
	/** Anyone. `fromOwnPage`: only from pages of this deployment, for requests that try a secret or end a session. */
	| { kind: "anyone"; fromOwnPage: boolean };

/** A body that the route's checks don't parse: the handler, or the object behind it, reads it. */
export type RawBody = { mediaType: string; schema?: v.GenericSchema };

export type Contract<
	Params extends v.GenericSchema = v.GenericSchema,
	Query extends v.GenericSchema = v.GenericSchema,
	Json extends v.GenericSchema = v.GenericSchema,
	Answer extends v.GenericSchema = v.GenericSchema,
> = {
	/** What the route does, in one line. */
	summary: string;
	/** The kind of thing that the address names. An id of an impossible form is answered 404 without a look-up. */
	thing?: Thing;
	params?: Params;
	query?: Query;
	json?: Json;
	raw?: RawBody;
	/** The body of a successful answer; `nothing` is a 204, `stream` is an answer that isn't JSON. */
	answer: Answer;
	/** The status of a successful answer: 200 by default; 101 opens a socket. */
	status?: 101 | 201;
	/** The statuses of refusals by the handler. Those of the route's checks follow from the other fields. */
	refuses?: readonly (403 | 404 | 408 | 409 | 413 | 422 | 429 | 502)[];
	/** A body that the route accepts, for readers of the description. */
	example?: v.InferInput<Json>;
};

/** A contract with the access, limit and protocol version that the route's checks enforce. */
export type Declared = Contract & { access: Access; limit: LimitName | null; versioned: boolean };

const declarations = new WeakMap<object, Declared>();

/** Declares a handler and returns it: Hono lists handlers in `routes`, so `declarationOf` can find the declaration there. */
export function declare<Handler extends object>(handler: Handler, declared: Declared): Handler {
	declarations.set(handler, declared);
	return handler;
}

/** A handler's declaration; null for middleware, and for a route that wasn't declared. */
export const declarationOf = (handler: object): Declared | null => declarations.get(handler) ?? null;
