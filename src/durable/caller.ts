/**
 * The caller of a conversation's socket, as the Worker describes it to the Durable Object: everything the Worker has
 * checked or looked up, so that the object reads no database to serve a message. It is sent in a request header. The object
 * trusts the header because only the Worker can reach the object, and `withCaller` drops every header of the client's.
 */
import * as v from "valibot";
import { Role } from "../protocol/actor.ts";
import { VisitorDetails } from "../protocol/conversation/details.ts";
import { RunSettings } from "../protocol/workspace.ts";
import { Grant } from "./grant.ts";

const { firstSeenAt: _firstSeenAt, ...knownAtOnce } = VisitorDetails.entries;

export const VisitorCaller = v.object({
	kind: v.literal("visitor"),
	workspaceId: v.string(),
	conversationId: v.string(),
	visitorId: v.string(),
	/** Details read from the request: place, language, device. The client sends the page a moment later, in a frame. */
	details: v.object(knownAtOnce),
	/** Keyed hash of the network address, stored with a block that covers the address. */
	addressHash: v.nullable(v.string()),
	/** The site whose page asked; null for our own pages and for clients that are no browser. */
	site: v.nullable(v.string()),
	/** Whether the workspace keeps the query of page addresses. Absent in attachments of before it could. */
	keepPageQuery: v.optional(v.boolean()),
	grant: Grant,
});
export type VisitorCaller = v.InferOutput<typeof VisitorCaller>;

export const MemberCaller = v.object({
	kind: v.literal("member"),
	memberId: v.string(),
	name: v.string(),
	role: Role,
	grant: Grant,
});
export type MemberCaller = v.InferOutput<typeof MemberCaller>;

/** Who wants to read, where only that matters. */
export type Reader = Pick<VisitorCaller, "kind" | "visitorId"> | Pick<MemberCaller, "kind">;

const Caller = v.object({
	who: v.variant("kind", [VisitorCaller, MemberCaller]),
	/** The workspace's settings as of this request, so that a running conversation picks up changes. */
	settings: v.nullable(RunSettings),
});
export type Caller = v.InferOutput<typeof Caller>;

const HEADER = "x-parley-caller";

/**
 * JSON in ASCII, for a header. Escapes of six characters are shorter than percent encoding, which makes nine of a Chinese
 * character; headers may hold 128 KB.
 */
const inAscii = (value: unknown): string =>
	JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The upgrade request that the object gets: its only headers are the upgrade and the caller. */
export const withCaller = (request: Request, caller: Caller): Request =>
	new Request(request.url, { headers: { upgrade: "websocket", [HEADER]: inAscii(caller) } });

/** The caller in a request's header; null where there is none or its shape is unknown. */
export function callerOf(request: Request): Caller | null {
	const header = request.headers.get(HEADER);
	if (!header) return null;
	const parsed = v.safeParse(Caller, JSON.parse(header));
	return parsed.success ? parsed.output : null;
}
