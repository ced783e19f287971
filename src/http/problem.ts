/**
 * Errors as RFC 9457 problem details, the one shape of every error over HTTP. Routes throw a `ProblemError` and `onError`
 * writes it. Any other error is a bug or an outage: it is logged here, and the client gets a general 500.
 */
import type { Context, ErrorHandler, NotFoundHandler } from "hono";
import { routePath } from "hono/route";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as v from "valibot";
import type { EventEntry } from "../protocol/conversation/entry.ts";
import type { Problem as ProblemBody } from "../protocol/problem.ts";
import { log, type Place } from "./log.ts";
import { isMethodMissing } from "./rpc.ts";

export type ProblemDetails = {
	/** What a person can do about it, in words. */
	detail?: string;
	/** A word for clients to switch on. */
	reason?: string;
	/** A sentence for each wrong input, by its path: "hours.days.0.from". */
	fields?: Record<string, string>;
	/** What another teammate did before (conversation/actions/conflict.ts). */
	happened?: EventEntry;
	headers?: Record<string, string>;
};

export class ProblemError extends Error {
	readonly status: ContentfulStatusCode;
	readonly title: string;
	readonly details: ProblemDetails;

	constructor(status: ContentfulStatusCode, title: string, details: ProblemDetails = {}) {
		super(title);
		this.name = "Problem";
		this.status = status;
		this.title = title;
		this.details = details;
	}

	/** The response. It is made through the context to keep headers of middleware, such as the CORS ones that the widget needs. */
	answer(c: Context): Response {
		const { headers, ...details } = this.details;
		const body: ProblemBody = { type: "about:blank", title: this.title, status: this.status, ...details };
		return c.body(JSON.stringify(body), this.status, { ...headers, "content-type": "application/problem+json" });
	}
}

export const problem = (status: ContentfulStatusCode, title: string, details?: ProblemDetails): ProblemError =>
	new ProblemError(status, title, details);

export const tooMany = (retryAfterSeconds: number, detail = "Wait a minute, then try again."): ProblemError =>
	problem(429, "Too many attempts", {
		detail,
		reason: "flood",
		headers: { "retry-after": String(retryAfterSeconds) },
	});

/** The kinds of things that an address can name, with the detail of their 404; null where the dashboard has its own words. */
const things = {
	article: "This article doesn't exist any more.",
	"canned response": "It was removed, or it is another member's.",
	channel: "It was removed.",
	change: "It is over, and too long ago to be undone.",
	contact: null,
	conversation: null,
	entry: null,
	file: null,
	device: "It was removed, or its session has ended.",
	factor: "It was removed.",
	gap: null,
	invitation: "It was accepted or revoked.",
	member: "They aren't on the team any more, or own the workspace.",
	page: "Its page isn't kept. It will be once its site is read again.",
	provider: "Sign-in with it isn't set up here.",
	session: "It has ended already.",
	question: "This question doesn't exist any more.",
	source: "This source doesn't exist any more.",
	suggestion: null,
	tag: "It was removed.",
	view: "It was removed, or it is another member's.",
	workspace: null,
} as const;

export type Thing = keyof typeof things;

export function notFound(thing: Thing): ProblemError {
	const detail = things[thing];
	return problem(404, `There is no such ${thing}`, { ...(detail !== null && { detail }), reason: "not_found" });
}

const Acting = v.object({ workspaceId: v.string() });
const Named = v.pipe(v.string(), v.regex(/^c_[\w-]{16,40}$/));

/** The workspace of the caller, from the context, and the conversation that the address names. */
function placeOf(c: Context): Place {
	const acting = ["member", "visitor"].map((who) => v.safeParse(Acting, c.get(who)));
	const [, name] = /\/conversations\/([^/]+)/.exec(c.req.path) ?? [];
	const named = v.safeParse(Named, name);
	return {
		workspace: acting.find((each) => each.success)?.output.workspaceId,
		conversation: named.success ? named.output : undefined,
	};
}

/** How long a client should wait for a deploy to reach every object, in seconds. */
const DEPLOY_SECONDS = 5;

const deployUnderWay = (): ProblemError =>
	problem(503, "Parley is being updated", {
		detail: "Try again in a moment.",
		headers: { "retry-after": String(DEPLOY_SECONDS) },
	});

export const onError: ErrorHandler = (error, c) => {
	if (error instanceof ProblemError) return error.answer(c);
	log("request_failed", { ...placeOf(c), method: c.req.method, route: routePath(c, -1), error });
	if (isMethodMissing(error)) return deployUnderWay().answer(c);
	return problem(500, "Something went wrong on our side", { detail: "Try again in a moment." }).answer(c);
};

export const nothingHere: NotFoundHandler = (c) => problem(404, "There is nothing at this address").answer(c);
