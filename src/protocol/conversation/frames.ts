/**
 * The frames of a conversation's socket: one union for each sender, discriminated by `type`. The HTTP fallback uses the same
 * frames. Parsing returns a result and never throws.
 */
import * as v from "valibot";
import { FileMentions } from "./file.ts";
import { ConversationState, Entry, Rating, Teammate } from "./entry.ts";
import { MAX_TAGS_EACH, TagId } from "../tag.ts";
import { isBlank, MAX_FRAME_BYTES, MAX_TEXT_LENGTH } from "../limits.ts";
import { emailOr } from "../text/email.ts";
import { ShownLine, ShownText } from "../text/shown.ts";
import { isRefusalReason, refusalReasons } from "../refusals.ts";

/** An id that the client makes, such as a random UUID. The server stores it as a key, so its form is limited. */
export const FrameId = v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/, "invalid"));

const text = v.pipe(ShownText, v.maxLength(MAX_TEXT_LENGTH, "too_long"));
const seq = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A message or note: words, files that were sent before, or both. */
const saying = <Type extends "send" | "note">(type: Type) =>
	v.pipe(
		v.object({
			type: v.literal(type),
			id: FrameId,
			text,
			files: FileMentions,
		}),
		v.check((frame) => !isBlank(frame.text) || (frame.files ?? []).length > 0, "empty"),
		v.description("Without files, the text is not only spaces or characters that nobody sees."),
	);

const send = saying("send");
const typing = v.object({ type: v.literal("typing") });
const read = v.object({ type: v.literal("read"), seq });

export const VisitorFrame = v.variant("type", [
	send,
	typing,
	read,
	/** The page that the visitor is on, for the dashboard's sidebar. */
	v.object({
		type: v.literal("page"),
		url: v.pipe(v.string(), v.maxLength(2_000)),
		title: v.pipe(ShownLine, v.maxLength(300)),
		referrer: v.optional(v.pipe(v.string(), v.maxLength(2_000))),
		timezone: v.optional(v.pipe(v.string(), v.maxLength(64))),
		/** Of the page, as its markup says. */
		language: v.optional(v.pipe(v.string(), v.maxLength(35))),
	}),
	/** The visitor pressed one of an offer's two buttons. "person" is also sent by the "talk to a person" button. */
	v.object({ type: v.literal("choose"), id: FrameId, choice: v.picklist(["person", "ai"]) }),
	v.object({ type: v.literal("email"), id: FrameId, email: emailOr("invalid_email") }),
	/** A rating of one of the AI's answers; null withdraws it. The latest rating counts. */
	v.object({ type: v.literal("rate"), id: FrameId, seq, rating: v.nullable(Rating) }),
	/** The visitor ends the conversation. */
	v.object({ type: v.literal("end"), id: FrameId }),
]);
export type VisitorFrame = v.InferOutput<typeof VisitorFrame>;

export const MemberFrame = v.variant("type", [
	send,
	saying("note"),
	typing,
	/** Typing a note. A type of its own, so that no release takes it for what a visitor may hear of. */
	v.object({ type: v.literal("noting") }),
	read,
]);
export type MemberFrame = v.InferOutput<typeof MemberFrame>;

const tagIds = v.pipe(v.array(TagId), v.maxLength(MAX_TAGS_EACH));

/** The tags that are put on a conversation and taken off it. */
export const TaggingRequest = v.object({ add: tagIds, remove: tagIds });
export type TaggingRequest = v.InferOutput<typeof TaggingRequest>;

/** A member's action on a conversation. Each is a POST to its own address and not a frame, so that pages without the socket can act. */
export const MemberAction = v.variant("type", [
	v.object({ type: v.literal("take_over") }),
	/** Whoever it is offered to takes it. */
	v.object({ type: v.literal("accept") }),
	v.object({ type: v.literal("hand_back") }),
	v.object({ type: v.literal("assign"), member: v.nullable(v.string()) }),
	v.object({ type: v.literal("close") }),
	v.object({ type: v.literal("reopen") }),
	/** `until` in ms since 1970; null: until the visitor writes. */
	v.object({ type: v.literal("snooze"), until: v.nullable(v.pipe(v.number(), v.integer())) }),
	v.object({ type: v.literal("wake") }),
	/** From the message with this seq on; null: the visitor's last one. */
	v.object({ type: v.literal("mark_unread"), from: v.nullable(seq) }),
	v.object({ type: v.literal("tag"), ...TaggingRequest.entries }),
	/** The note with this seq. */
	v.object({ type: v.literal("delete_note"), seq }),
	/** Takes back an action of one's own, by the `undo` that it answered with. */
	v.object({ type: v.literal("undo"), seq: v.number() }),
]);
export type MemberAction = v.InferOutput<typeof MemberAction>;

export const RefusalReason = v.picklist(refusalReasons);
export type RefusalReason = v.InferOutput<typeof RefusalReason>;

/** Whether teammates are available, and how long they usually take to reply. */
export const Availability = v.object({
	/** Whether it is business hours. */
	open: v.boolean(),
	/** The end of today's hours in the workspace's time zone, "18:00"; null when closed or always open. */
	until: v.nullable(v.string()),
	/** Whether a teammate has a dashboard open. */
	online: v.boolean(),
	/** The median of the latest waits for a person; null while there are too few of them. */
	usualReplyMs: v.nullable(v.number()),
});
export type Availability = v.InferOutput<typeof Availability>;

const welcome = v.object({
	type: v.literal("welcome"),
	/** Null until the conversation's first message is stored. */
	state: v.nullable(ConversationState),
	entries: v.array(Entry),
	/** True: the entries follow the client's `since`. False: they replace the client's entries. */
	resumed: v.boolean(),
	/** True: there is history before the first of these entries. Only meaningful when `resumed` is false. */
	older: v.boolean(),
	/** The last seq of the log, whether or not this reader sees the entry: the `since` of the next resume. */
	seq,
	/** The server's clock in ms since 1970, so that a client whose clock is wrong shows correct times. */
	now: v.number(),
	availability: v.nullable(Availability),
});

export const ServerFrame = v.variant("type", [
	welcome,
	/** New entries, in order, and the fields of the state that they changed: all fields with a conversation's first entries. */
	v.object({ type: v.literal("entries"), entries: v.array(Entry), state: v.partial(ConversationState), seq }),
	/**
	 * A message or note is stored: the answer to a resend, and to a frame over HTTP. On a socket, the `entries` frame with its
	 * id acknowledges a new one.
	 */
	v.object({ type: v.literal("ack"), id: v.string(), seq, at: v.number() }),
	/** The server has handled the frame with this id. */
	v.object({ type: v.literal("done"), id: v.string() }),
	v.object({
		type: v.literal("refused"),
		/** The refused frame's id, where it had one. */
		id: v.optional(v.string()),
		/** A reason that a later release added is read as "invalid", the general one. */
		reason: v.fallback(RefusalReason, "invalid"),
		retryAfterMs: v.optional(v.number()),
	}),
	/**
	 * The visitor (without `member`) or a teammate is typing. `note`: for the team, which visitors don't hear of. The client
	 * forgets it after `TYPING_EXPIRES_MS`.
	 */
	v.object({ type: v.literal("typing"), member: v.optional(Teammate), note: v.optional(v.boolean()) }),
	/** A streamed answer: `text` is the next piece of the AI's turn. The turn ends as a message entry, or is discarded. */
	v.object({ type: v.literal("writing"), turn: v.number(), text: v.string() }),
	v.object({ type: v.literal("discarded"), turn: v.number() }),
	/** The AI has begun to look for an answer. */
	v.object({ type: v.literal("thinking"), turn: v.number() }),
	/** For members: which teammates have the conversation open, and whether the visitor is connected. */
	v.object({ type: v.literal("presence"), viewers: v.array(Teammate), visitorOnline: v.boolean() }),
	/** For visitors who wait for a person. */
	v.object({ type: v.literal("availability"), availability: Availability }),
]);
export type ServerFrame = v.InferOutput<typeof ServerFrame>;

/** The answer to a frame that was sent over HTTP: the server's frames, in order. */
export const FrameAnswers = v.object({ frames: v.array(ServerFrame) });

export type Parsed<T> = { ok: true; frame: T } | { ok: false; reason: RefusalReason; id?: string };

/** Parses one frame of a client. `data` is the socket's message; a binary one is refused. */
export function parseFrame<Schema extends v.GenericSchema<unknown, { type: string }>>(
	schema: Schema,
	data: unknown,
): Parsed<v.InferOutput<Schema>> {
	if (typeof data !== "string") return { ok: false, reason: "invalid" };
	// A UTF-16 unit is at most three bytes of UTF-8, so a short string needn't be encoded to be counted.
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

/** The same for a value that is already parsed from JSON. */
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

/** Parses one frame of the server. Null where this client doesn't know it: clients skip the additional frames of a newer server. */
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
