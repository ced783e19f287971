/**
 * Declares routes: each states its input, its output, who may call it and how often. The checks that follow from the
 * declaration run before the handler, in the order of `route` below; the handler's result is checked by type only. Used as
 * `.get("/gaps", ...memberRoute({ may: "see", answer: GapList }, (c) => …))`. A test fails for a route that isn't declared.
 */
import type { Context, Env as HonoEnv, Handler, MiddlewareHandler } from "hono";
import { every } from "hono/combine";
import { createMiddleware } from "hono/factory";
import type * as v from "valibot";
import { limitedBody, validJson, validParams, validQuery } from "../http/body.ts";
import { onlyOurVersion, onlyUpgrades, refuseSocket } from "../durable/upgrade.ts";
import { type Access, type Contract, declare, stream } from "../http/contract.ts";
import { ourVersion } from "../http/version.ts";
import { CloseCode } from "../protocol/limits.ts";
import { type Limit, limited } from "./limit.ts";
import { findMember, member, type MemberEnv } from "./member.ts";
import { fromOwnPage } from "./own-page.ts";
import type { Permission } from "./roles.ts";

/** The schema of an input that a route doesn't take. */
type None = v.GenericSchema<Record<never, never>>;
type Body = v.GenericSchema<unknown, object>;

/** The input's types in the form that Hono's `c.req.valid` needs. */
type Input<Params extends v.GenericSchema, Query extends v.GenericSchema, Json extends v.GenericSchema> = {
	in: { param: v.InferInput<Params>; query: v.InferInput<Query>; json: v.InferInput<Json> };
	out: { param: v.InferOutput<Params>; query: v.InferOutput<Query>; json: v.InferOutput<Json> };
};

type Options<
	E extends HonoEnv & { Bindings: Env },
	Params extends v.GenericSchema,
	Query extends v.GenericSchema,
	Json extends v.GenericSchema,
	Answer extends v.GenericSchema,
> = Contract<Params, Query, Json, Answer> & {
	limit?: Limit<E>;
	/** True for routes with a conversation's frames or entries: a client of another protocol version is refused. */
	versioned?: boolean;
};

type Route<E extends HonoEnv, I extends { in: object; out: object }> = [
	MiddlewareHandler<E, string, I>,
	Handler<E, string, I, Promise<Response>>,
];

/** A route's checks and its declared handler. `access` describes to readers what `guard` enforces. */
export function route<
	E extends HonoEnv & { Bindings: Env },
	Params extends v.GenericSchema,
	Query extends v.GenericSchema,
	Json extends Body,
	Answer extends v.GenericSchema,
>(
	access: Access,
	guard: MiddlewareHandler<E>[],
	{ limit, versioned = false, ...contract }: Options<E, Params, Query, Json, Answer>,
	handler: (
		c: Context<E, string, Input<Params, Query, Json>>,
	) => v.InferOutput<Answer> | Promise<v.InferOutput<Answer>>,
): Route<E, Input<Params, Query, Json>> {
	const { params, query, json, raw, thing = "entry", status } = contract;
	const checks = every(
		...(versioned ? [ourVersion] : []),
		...guard,
		...(limit && access.kind !== "member" ? [limited(limit)] : []),
		...(params ? [validParams(params, thing)] : []),
		...(query ? [validQuery(query)] : []),
		...(json || raw?.schema ? [limitedBody] : []),
		...(json ? [validJson(json)] : []),
		// A visitor's or anonymous request counts even if it is invalid; a member's counts only if it is valid.
		...(limit && access.kind === "member" ? [limited(limit)] : []),
	);
	const answer: Handler<E, string, Input<Params, Query, Json>, Promise<Response>> = async (c) => {
		const done: unknown = await handler(c);
		if (done instanceof Response) return done;
		return done === undefined ? c.body(null, 204) : c.json(done, status === 201 ? 201 : 200);
	};
	return [checks, declare(answer, { ...contract, access, versioned, limit: limit?.of ?? null })];
}

/** A route for members whose role has the permission `may`. The handler gets `c.var.member`. */
export const memberRoute = <
	Answer extends v.GenericSchema,
	Params extends v.GenericSchema = None,
	Query extends v.GenericSchema = None,
	Json extends Body = None,
>(
	{ may, ...options }: Options<MemberEnv, Params, Query, Json, Answer> & { may: Permission },
	handler: (
		c: Context<MemberEnv, string, Input<Params, Query, Json>>,
	) => v.InferOutput<Answer> | Promise<v.InferOutput<Answer>>,
) => route({ kind: "member", permission: may }, [member(may)], options, handler);

/** Closes a socket without a session with a code: of a failed handshake a browser doesn't learn the reason. */
const signedIn = createMiddleware<MemberEnv>(async (c, next) => {
	const found = await findMember(c.req.raw, c.env);
	if (!found) return refuseSocket(c.req.raw, CloseCode.unauthorized, "signed out");
	c.set("member", found);
	return next();
});

/** A route for a socket of the dashboard: for every member, from this deployment's own pages. */
export const memberSocket = <Params extends v.GenericSchema = None>(
	options: Omit<Options<MemberEnv, Params, None, None, typeof stream>, "answer" | "status">,
	connect: (c: Context<MemberEnv, string, Input<Params, None, None>>) => Promise<Response>,
) =>
	route(
		{ kind: "member", permission: "see" },
		[onlyUpgrades, fromOwnPage, onlyOurVersion, signedIn],
		{ ...options, answer: stream, status: 101 },
		connect,
	);

type OpenEnv = { Bindings: Env };

/** A route for anyone. `ownPage`: only for requests from this deployment's own pages. */
export const openRoute = <
	Answer extends v.GenericSchema,
	Params extends v.GenericSchema = None,
	Query extends v.GenericSchema = None,
	Json extends Body = None,
>(
	{ ownPage = false, ...options }: Options<OpenEnv, Params, Query, Json, Answer> & { ownPage?: boolean },
	handler: (
		c: Context<OpenEnv, string, Input<Params, Query, Json>>,
	) => v.InferOutput<Answer> | Promise<v.InferOutput<Answer>>,
) => route({ kind: "anyone", fromOwnPage: ownPage }, ownPage ? [fromOwnPage] : [], options, handler);
