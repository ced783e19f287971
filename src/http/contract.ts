/**
 * What a route promises: its input, its output, who may ask and how often, declared in one place. `declare` keeps
 * the declaration by the route's handler; the API's description (scripts/openapi.ts) and the tests read it from there, the
 * route's own checks are made of it (auth/route.ts). Describes and checks nothing by itself, and makes no JSON schemas: those are made when Parley is built.
 */
import * as v from "valibot";
import type { Thing } from "./problem.ts";

/** A 204. */
export const nothing = v.void();
/** An answer that is no JSON: a page, a redirect, a socket. */
export const stream = v.instance(Response);

/** The bindings that count requests, as wrangler.toml sets them. */
export type LimitName = "SESSION_LIMIT" | "VISITOR_LIMIT" | "SIGN_IN_LIMIT" | "COPILOT_LIMIT" | "PLAYGROUND_LIMIT";

export type Access =
	| { kind: "member"; permission: string }
	/** A signed token of ours. */
	| { kind: "visitor" }
	/** Whoever asks; a page of our own only, where the request guesses at a secret or ends a session. */
	| { kind: "anyone"; fromOwnPage: boolean };

/** A body that is no JSON of the route's own: the handler, or the object behind it, reads it. */
export type RawBody = { mediaType: string; schema?: v.GenericSchema };

export type Contract<
	Params extends v.GenericSchema = v.GenericSchema,
	Query extends v.GenericSchema = v.GenericSchema,
	Json extends v.GenericSchema = v.GenericSchema,
	Answer extends v.GenericSchema = v.GenericSchema,
> = {
	/** What it does, in one line. */
	summary: string;
	/** What the address names. A name that can't be one of these is answered 404, and nobody is asked for it. */
	thing?: Thing;
	params?: Params;
	query?: Query;
	json?: Json;
	raw?: RawBody;
	/** The body of a good answer; `nothing` is a 204, `stream` what is no JSON: a page, a socket. */
	answer: Answer;
	/** 200 unless said; 101 opens a socket. */
	status?: 101 | 201;
	/** Statuses of refusals that follow from what it does; those of its checks are known without. */
	refuses?: readonly (403 | 404 | 408 | 409 | 413 | 422 | 429 | 502)[];
	/** A request that would be taken, for readers of the description. */
	example?: v.InferInput<Json>;
};

/** As a handler carries it. */
export type Declared = Contract & { access: Access; limit: LimitName | null; versioned: boolean };

const declarations = new WeakMap<object, Declared>();

/** The handler itself, which Hono keeps in `routes`. */
export function declare<Handler extends object>(handler: Handler, declared: Declared): Handler {
	declarations.set(handler, declared);
	return handler;
}

/** Null for middleware, and for a route that nobody has declared. */
export const declarationOf = (handler: object): Declared | null => declarations.get(handler) ?? null;
