/**
 * The frame handler: parses a frame from a socket or over HTTP and calls the action it asks for. It refuses frames that can't
 * be parsed or come too fast, and answers repeated commands without running them again. It checks no permissions: actions do
 * (actions/), and every change goes through one. Typing changes nothing: it is broadcast, and the AI's turn waits for it.
 */
import { actorMay } from "../auth/actor.ts";
import type { MemberCaller, VisitorCaller } from "../durable/caller.ts";
import type { MemberActor, VisitorActor } from "../protocol/actor.ts";
import {
	MemberFrame,
	type Parsed,
	parseFrame,
	type RefusalReason,
	type ServerFrame,
	VisitorFrame,
} from "../protocol/conversation/frames.ts";
import { type ActionContext, type ActionOutcome, visitorRefusal } from "./actions/context.ts";
import { note, read, send } from "./actions/talk.ts";
import { choose, end, leaveEmail, pageDetails, rate, visitPage } from "./actions/visitor.ts";
import { type Attachment, personOf } from "./audience.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { Admission, StartRefusal } from "./start.ts";
import type { Pause } from "./turn/pause.ts";

export type FrameHandlerDeps = {
	context: ActionContext;
	rateLimiter: RateLimiter;
	/** Starts a conversation, or returns why it may not. Of the other steps only a note that may name somebody awaits. */
	admission: Pick<Admission, "admit">;
	pause: Pick<Pause, "typed">;
};

const refused = (reason: RefusalReason, id?: string, retryAfterMs?: number): ServerFrame => ({
	type: "refused",
	...(id ? { id } : {}),
	reason,
	...(retryAfterMs ? { retryAfterMs } : {}),
});

const idOf = (frame: VisitorFrame | MemberFrame): string | undefined => ("id" in frame ? frame.id : undefined);

/** Commands remembered: more than a client sends before it gets an answer. */
const MAX_CARRIED_OUT = 50;

export class FrameHandler {
	readonly #deps: FrameHandlerDeps;
	#admission: Promise<StartRefusal | null> | null = null;
	/**
	 * The ids of the latest commands that succeeded. A client that missed the answer sends a command again on reconnecting, even
	 * if it sent more after it: a message after "end", say, which a second "end" would leave unanswered. Reconnecting takes
	 * seconds, so the ids are kept in memory only.
	 */
	readonly #carriedOut = new Set<string>();

	constructor(deps: FrameHandlerDeps) {
		this.#deps = deps;
	}

	/** Handles one frame. Returns the frames for its sender alone; those for everyone have been sent already. Throws what an action throws. */
	handle(who: Attachment, data: unknown, socket?: WebSocket): ServerFrame[] | Promise<ServerFrame[]> {
		if (who.kind === "visitor") {
			const parsed = parseFrame(VisitorFrame, data);
			return this.#throttle(who, parsed) ?? (parsed.ok ? this.#visitorFrame(who, parsed.frame, socket) : []);
		}
		const parsed = parseFrame(MemberFrame, data);
		return this.#throttle(who, parsed) ?? (parsed.ok ? this.#memberFrame(who, parsed.frame, socket) : []);
	}

	/** The refusal of a frame that can't be parsed or comes too fast; null: the frame may pass. */
	#throttle(who: Attachment, parsed: Parsed<VisitorFrame | MemberFrame>): ServerFrame[] | null {
		const id = parsed.ok ? idOf(parsed.frame) : parsed.id;
		const type = parsed.ok ? parsed.frame.type : "unreadable";
		const wait = this.#deps.rateLimiter.delayFor(personOf(who), type, Date.now());
		if (wait > 0) return [refused("flood", id, wait)];
		return parsed.ok ? null : [refused(parsed.reason, id)];
	}

	#visitorFrame(who: VisitorCaller, frame: VisitorFrame, socket?: WebSocket): ServerFrame[] | Promise<ServerFrame[]> {
		return frame.type === "send" && !this.#deps.context.store.record
			? this.#firstFrame(who, frame, socket)
			: this.#admittedFrame(who, frame, socket);
	}

	async #firstFrame(
		who: VisitorCaller,
		frame: VisitorFrame & { id: string },
		socket?: WebSocket,
	): Promise<ServerFrame[]> {
		// First frames that arrive during the await share its promise, and continue in the order of their arrival.
		const admission = (this.#admission ??= this.#deps.admission.admit(who).finally(() => (this.#admission = null)));
		const refusal = await admission;
		return refusal
			? [refused(refusal.reason, frame.id, refusal.retryAfterMs)]
			: this.#admittedFrame(who, frame, socket);
	}

	/** Synchronous: the write and the frames about it must not be separated by an await. */
	#admittedFrame(who: VisitorCaller, frame: VisitorFrame, socket?: WebSocket): ServerFrame[] {
		const { context } = this.#deps;
		// Before the first message there are no tables yet: the page is kept in the socket's attachment, which survives hibernation.
		if (frame.type === "page" && socket && !context.store.record)
			context.audience.remember(socket, {
				...who,
				details: { ...who.details, ...pageDetails(frame, who.details, who.keepPageQuery ?? false) },
			});
		const actor: VisitorActor = { kind: "visitor", visitorId: who.visitorId };
		const refusal = visitorRefusal(context, actor);
		if (refusal) return refusal === "not_now" && !("id" in frame) ? [] : [refused(refusal, idOf(frame))];
		switch (frame.type) {
			case "send":
				return this.#acknowledge(frame.id, send(context, actor, frame), socket);
			case "typing":
				context.audience.toMembers({ type: "typing" });
				this.#deps.pause.typed();
				return [];
			case "read":
				read(context, actor, { upTo: frame.seq });
				return [];
			case "page":
				visitPage(context, actor, frame);
				return [];
			case "choose":
			case "email":
			case "end":
				return this.#carryOut(actor, frame);
			case "rate":
				return this.#done(frame.id, rate(context, actor, frame));
			default:
				return frame satisfies never;
		}
	}

	#memberFrame(who: MemberCaller, frame: MemberFrame, socket?: WebSocket): ServerFrame[] | Promise<ServerFrame[]> {
		const { context } = this.#deps;
		const { memberId: id, name, role } = who;
		const actor: MemberActor = { kind: "member", id, name, role };
		switch (frame.type) {
			case "send":
				return this.#acknowledge(frame.id, send(context, actor, frame), socket);
			case "note": {
				const noted = note(context, actor, frame);
				return noted instanceof Promise
					? noted.then((result) => this.#acknowledge(frame.id, result, socket))
					: this.#acknowledge(frame.id, noted, socket);
			}
			case "typing":
				if (!actorMay(actor, "converse")) return [];
				context.audience.toVisitors({ type: "typing", member: { id, name } });
				context.audience.toMembers({ type: "typing", member: { id, name } }, socket);
				return [];
			case "noting":
				if (actorMay(actor, "converse"))
					context.audience.toMembers({ type: "typing", member: { id, name }, note: true }, socket);
				return [];
			case "read":
				read(context, actor, { upTo: frame.seq });
				return [];
			default:
				return frame satisfies never;
		}
	}

	/**
	 * The answer to a message or note. Over a socket a new one needs no acknowledgement, for its sender gets the entry itself;
	 * a resend does.
	 */
	#acknowledge(id: string, result: ActionOutcome, socket?: WebSocket): ServerFrame[] {
		if (!result.ok) return [refused(result.reason, id)];
		if (socket && !result.repeated) return [];
		const entry = result.entries.find((each) => each.kind !== "event");
		return entry ? [{ type: "ack", id, seq: entry.seq, at: entry.at }] : [];
	}

	#done(id: string, result: ActionOutcome): ServerFrame[] {
		return [result.ok ? { type: "done", id } : refused(result.reason, id)];
	}

	/** Runs a command once: a repeated id is answered without running it again. */
	#carryOut(actor: VisitorActor, frame: Extract<VisitorFrame, { type: "choose" | "email" | "end" }>): ServerFrame[] {
		const { id } = frame;
		if (this.#carriedOut.has(id)) return [{ type: "done", id }];
		const result = this.#command(actor, frame);
		if (result.ok) this.#carriedOut.add(id);
		const [oldest] = this.#carriedOut;
		if (oldest && this.#carriedOut.size > MAX_CARRIED_OUT) this.#carriedOut.delete(oldest);
		return this.#done(id, result);
	}

	#command(actor: VisitorActor, frame: Extract<VisitorFrame, { type: "choose" | "email" | "end" }>): ActionOutcome {
		const { context } = this.#deps;
		switch (frame.type) {
			case "choose":
				return choose(context, actor, frame);
			case "email":
				return leaveEmail(context, actor, frame);
			case "end":
				return end(context, actor);
			default:
				return frame satisfies never;
		}
	}
}
