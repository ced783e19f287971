/**
 * What travels on a conversation's socket, one union a direction, told apart by `type`. The HTTP fallback carries the
 * same frames. Parsing returns a result and never throws.
 */
import * as v from "valibot";
import { ConversationState, Entry, Rating, Teammate } from "./entry.ts";
import { MAX_FRAME_BYTES, MAX_TEXT_LENGTH } from "../limits.ts";
import { isRefusalReason, refusalReasons } from "../refusals.ts";

/** Made by the client: a random UUID or the like. It becomes a key, so its form is bounded. */
export const FrameId = v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/, "invalid"));

const text = v.pipe(
	v.string(),
	v.maxLength(MAX_TEXT_LENGTH, "too_long"),
	v.check((value) => value.trim() !== "", "empty"),
	v.description("Not only spaces."),
);
const seq = v.pipe(v.number(), v.integer(), v.minValue(0));

export const Email = v.pipe(
	v.string(),
	v.trim(),
	v.toLowerCase(),
	v.email("invalid_email"),
	v.maxLength(254, "invalid_email"),
);

const send = v.object({ type: v.literal("send"), id: FrameId, text });
const typing = v.object({ type: v.literal("typing") });
const read = v.object({ type: v.literal("read"), seq });

export const VisitorFrame = v.variant("type", [
	send,
	typing,
	read,
	/** The page they are on, for the sidebar. */
	v.object({
		type: v.literal("page"),
		url: v.pipe(v.string(), v.maxLength(2_000)),
		title: v.pipe(v.string(), v.maxLength(300)),
		referrer: v.optional(v.pipe(v.string(), v.maxLength(2_000))),
		timezone: v.optional(v.pipe(v.string(), v.maxLength(64))),
	}),
	/** One of the offer's two buttons. "person" is also the "talk to a person" control outside an offer. */
	v.object({ type: v.literal("choose"), id: FrameId, choice: v.picklist(["person", "ai"]) }),
	v.object({ type: v.literal("email"), id: FrameId, email: Email }),
	/** A thumb on one of the AI's answers; null takes it back. The latest counts. */
	v.object({ type: v.literal("rate"), id: FrameId, seq, rating: v.nullable(Rating) }),
	/** The visitor ends the conversation. */
	v.object({ type: v.literal("end"), id: FrameId }),
]);
export type VisitorFrame = v.InferOutput<typeof VisitorFrame>;

export const MemberFrame = v.variant("type", [
	send,
	v.object({ type: v.literal("note"), id: FrameId, text }),
	typing,
	read,
]);
export type MemberFrame = v.InferOutput<typeof MemberFrame>;

/** What a member does to a conversation, from the thread or the list. Each is a POST to an address of its own, so that any page can. */
export const MemberAction = v.variant("type", [
	v.object({ type: v.literal("take_over") }),
	v.object({ type: v.literal("hand_back") }),
	v.object({ type: v.literal("assign"), member: v.nullable(v.string()) }),
	v.object({ type: v.literal("close") }),
	v.object({ type: v.literal("reopen") }),
]);
export type MemberAction = v.InferOutput<typeof MemberAction>;

export const RefusalReason = v.picklist(refusalReasons);
export type RefusalReason = v.InferOutput<typeof RefusalReason>;

/** Are people there, and how long do they usually take. */
export const Availability = v.object({
	/** Inside business hours. */
	open: v.boolean(),
	/** Local end of today's hours, "18:00", when open and known. */
	until: v.nullable(v.string()),
	/** Teammates with a dashboard open. */
	online: v.boolean(),
	/** Median of the latest waits for a person; null while there are too few. */
	usualReplyMs: v.nullable(v.number()),
});
export type Availability = v.InferOutput<typeof Availability>;

const welcome = v.object({
	type: v.literal("welcome"),
	/** Null until the first message has been stored. */
	state: v.nullable(ConversationState),
	entries: v.array(Entry),
	/** True: the entries follow on from the `since` that was asked for. False: they replace what the client has. */
	resumed: v.boolean(),
	/** True: there is history before the first of these entries. Only told when not resumed. */
	older: v.boolean(),
	/** The last seq of the log, visible or not: the `since` of the next resume. */
	seq,
	/** Server's clock, so that a client with a wrong one shows right times. */
	now: v.number(),
	availability: v.nullable(Availability),
});

export const ServerFrame = v.variant("type", [
	welcome,
	/** New entries, in order, and what they changed of the state: all of it, for a conversation's first ones. */
	v.object({ type: v.literal("entries"), entries: v.array(Entry), state: v.partial(ConversationState), seq }),
	/**
	 * A message or note is stored: the answer to a resend, and to a frame that came over HTTP. Over a socket a fresh one
	 * is acknowledged by the entries that carry its id.
	 */
	v.object({ type: v.literal("ack"), id: v.string(), seq, at: v.number() }),
	v.object({ type: v.literal("done"), id: v.string() }),
	v.object({
		type: v.literal("refused"),
		/** The frame's id, where it had one. */
		id: v.optional(v.string()),
		/** One that a later release has added is the general one. */
		reason: v.fallback(RefusalReason, "invalid"),
		retryAfterMs: v.optional(v.number()),
	}),
	/** Somebody is writing; it expires on the client. `member` is absent when it is the visitor. */
	v.object({ type: v.literal("typing"), member: v.optional(Teammate) }),
	/** An answer being written: `text` is the next piece of the turn. It becomes a message entry or is discarded. */
	v.object({ type: v.literal("writing"), turn: v.number(), text: v.string() }),
	v.object({ type: v.literal("discarded"), turn: v.number() }),
	/** The AI has begun to look for an answer. */
	v.object({ type: v.literal("thinking"), turn: v.number() }),
	/** For members: who else has it open, and whether the visitor is there. */
	v.object({ type: v.literal("presence"), viewers: v.array(Teammate), visitorOnline: v.boolean() }),
	/** For visitors who wait. */
	v.object({ type: v.literal("availability"), availability: Availability }),
]);
export type ServerFrame = v.InferOutput<typeof ServerFrame>;

/** What a frame that came over HTTP is answered, in order. */
export const FrameAnswers = v.object({ frames: v.array(ServerFrame) });

export type Parsed<T> = { ok: true; frame: T } | { ok: false; reason: RefusalReason; id?: string };

/** Reads one frame off the wire. `data` is what the socket delivered; binary frames are refused. */
export function parseFrame<Schema extends v.GenericSchema<unknown, { type: string }>>(
	schema: Schema,
	data: unknown,
): Parsed<v.InferOutput<Schema>> {
	if (typeof data !== "string") return { ok: false, reason: "invalid" };
	// A UTF-16 unit is at most three bytes of UTF-8, so short strings need no count.
	if (data.length * 3 > MAX_FRAME_BYTES && new TextEncoder().encode(data).length > MAX_FRAME_BYTES)
		return { ok: false, reason: "too_big" };
	let json: unknown;
	try {
		json = JSON.parse(data);
	} catch {
		return { ok: false, reason: "invalid" };
	}
	return parseFrameValue(schema, json);
}

/** The same for a body that is JSON already. */
export function parseFrameValue<Schema extends v.GenericSchema<unknown, { type: string }>>(
	schema: Schema,
	json: unknown,
): Parsed<v.InferOutput<Schema>> {
	const result = v.safeParse(schema, json);
	if (result.success) return { ok: true, frame: result.output };
	const issue = result.issues[0];
	const key = issue.path?.at(-1)?.key;
	const reason = isRefusalReason(issue.message) ? issue.message : key === "type" ? "unknown_type" : "invalid";
	const named = v.safeParse(v.object({ id: FrameId }), json);
	return named.success ? { ok: false, reason, id: named.output.id } : { ok: false, reason };
}

/** What a server sent, or null where this client doesn't know it: a newer server's extra frames are skipped. */
export function parseServerFrame<Schema extends v.GenericSchema>(
	schema: Schema,
	data: unknown,
): v.InferOutput<Schema> | null {
	if (typeof data !== "string") return null;
	try {
		const result = v.safeParse(schema, JSON.parse(data));
		return result.success ? result.output : null;
	} catch {
		return null;
	}
}
