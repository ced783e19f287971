/**
 * What the Worker hands a conversation along with a visitor's or member's socket: everything it has checked or looked
 * up at the edge, so that the object reads no database to serve a message. It travels in headers that only the Worker
 * can set, for nothing else reaches the object.
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
	/** What the request itself tells: place, language, device. The page comes a moment later, in a frame. */
	details: v.object(knownAtOnce),
	/** Keyed hash of the network address, for a block that covers it. */
	addressHash: v.nullable(v.string()),
	/** The site whose page asked; null for our own pages and for clients that are no browser. */
	site: v.nullable(v.string()),
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
	/** The workspace's settings as of this request, so that a running conversation follows a change. */
	settings: v.nullable(RunSettings),
});
export type Caller = v.InferOutput<typeof Caller>;

const HEADER = "x-parley-caller";

/** JSON that a header can carry. Percent signs would make nine characters of a Chinese one, and headers end at 128 KB. */
const inAscii = (value: unknown): string =>
	JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The upgrade request as the object gets it: the caller replaces every header the client sent but the upgrade's own. */
export const withCaller = (request: Request, caller: Caller): Request =>
	new Request(request.url, { headers: { upgrade: "websocket", [HEADER]: inAscii(caller) } });

export function callerOf(request: Request): Caller | null {
	const header = request.headers.get(HEADER);
	if (!header) return null;
	const parsed = v.safeParse(Caller, JSON.parse(header));
	return parsed.success ? parsed.output : null;
}
