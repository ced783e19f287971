/**
 * Receives frames: refuses what can't be read or comes too fast, and turns the rest into commands, typing signals and
 * read marks. The same for sockets and for HTTP. Roles are checked here, for a socket outlives the request that opened it.
 */
import { may } from "../auth/roles.ts";
import type { Message, Note, Rating } from "../protocol/conversation/entry.ts";
import {
	MemberFrame,
	type Parsed,
	parseFrame,
	type RefusalReason,
	type ServerFrame,
	VisitorFrame,
} from "../protocol/conversation/frames.ts";
import { type Attachment, type Audience, personOf } from "./audience.ts";
import type { Effect } from "./outgoing/deliveries.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { Store } from "./storage/store.ts";
import type { Log } from "./storage/log.ts";
import type { Command, Transition } from "./machine.ts";
import { handoff, wantsPerson } from "./turn/input.ts";
import type { MemberCaller, VisitorCaller } from "../durable/caller.ts";

export type FrameHandlerDeps = {
	ledger: Store;
	log: Log;
	audience: Audience;
	floodgate: RateLimiter;
	/** Lets a visitor start a conversation, or says why not. The one await on the way of a frame. */
	admit(visit: VisitorCaller): Promise<RefusalReason | null>;
	apply(command: Command, now: number, effect?: Effect): Transition;
	/** Takes a visitor's thumb on an answer, or says why not. */
	rate(seq: number, rating: Rating | null, now: number): RefusalReason | null;
};

type SayCommand = Extract<Command, { type: "visitor_sends" | "member_sends" | "member_notes" }>;

const sameAuthor = (entry: Message | Note, command: SayCommand): boolean =>
	command.type === "visitor_sends"
		? entry.author.kind === "visitor"
		: (entry.kind === "note") === (command.type === "member_notes") &&
			entry.author.kind === "member" &&
			entry.author.id === command.member.id;

const refused = (reason: RefusalReason, id?: string, retryAfterMs?: number): ServerFrame => ({
	type: "refused",
	...(id ? { id } : {}),
	reason,
	...(retryAfterMs ? { retryAfterMs } : {}),
});

/** More than a client says between two answers. */
const MAX_CARRIED_OUT = 50;

type Page = Extract<VisitorFrame, { type: "page" }>;

/** How they came is what the first page of the visit says; what follows is the site's own. */
const pageOf = ({ url, title, referrer, timezone }: Page, known: VisitorCaller["details"]) => ({
	page: { url, title },
	referrer: known.referrer ?? (referrer || null),
	// The browser knows better where its clock is than its address does.
	timezone: timezone ?? known.timezone,
});

export class FrameHandler {
	readonly #deps: FrameHandlerDeps;
	#admission: Promise<RefusalReason | null> | null = null;
	/** The latest commands, by their ids. */
	readonly #carriedOut = new Set<string>();

	constructor(deps: FrameHandlerDeps) {
		this.#deps = deps;
	}

	/** Answers what goes back to the sender alone; what concerns everybody has been sent by then. Throws what `apply` throws. */
	receive(who: Attachment, data: unknown, socket?: WebSocket): ServerFrame[] | Promise<ServerFrame[]> {
		if (who.kind === "visitor") {
			const parsed = parseFrame(VisitorFrame, data);
			return this.#throttle(who, parsed) ?? (parsed.ok ? this.#visitorFrame(who, parsed.frame, socket) : []);
		}
		const parsed = parseFrame(MemberFrame, data);
		return this.#throttle(who, parsed) ?? (parsed.ok ? this.#memberFrame(who, parsed.frame, socket) : []);
	}

	/** The refusal of a frame that can't be read or comes too fast; null when it may pass. */
	#throttle(who: Attachment, parsed: Parsed<VisitorFrame | MemberFrame>): ServerFrame[] | null {
		const id = parsed.ok ? ("id" in parsed.frame ? parsed.frame.id : undefined) : parsed.id;
		const wait = this.#deps.floodgate.delayFor(personOf(who), parsed.ok ? parsed.frame.type : "unreadable", Date.now());
		if (wait > 0) return [refused("flood", id, wait)];
		return parsed.ok ? null : [refused(parsed.reason, id)];
	}

	#visitorFrame(who: VisitorCaller, frame: VisitorFrame, socket?: WebSocket): ServerFrame[] | Promise<ServerFrame[]> {
		return frame.type === "send" && !this.#deps.ledger.record
			? this.#firstFrame(who, frame, socket)
			: this.#admittedFrame(who, frame, socket);
	}

	async #firstFrame(
		who: VisitorCaller,
		frame: VisitorFrame & { id: string },
		socket?: WebSocket,
	): Promise<ServerFrame[]> {
		// Frames that come meanwhile wait for the same answer, and go on in their order.
		const admission = (this.#admission ??= this.#deps.admit(who).finally(() => (this.#admission = null)));
		const refusal = await admission;
		return refusal ? [refused(refusal, frame.id)] : this.#admittedFrame(who, frame, socket);
	}

	#admittedFrame(who: VisitorCaller, frame: VisitorFrame, socket?: WebSocket): ServerFrame[] {
		// Before the first message there is nowhere to write to but the socket itself, which outlives a sleep.
		if (frame.type === "page" && socket && !this.#deps.ledger.record)
			this.#deps.audience.remember(socket, { ...who, details: { ...who.details, ...pageOf(frame, who.details) } });
		// Nothing waits from here on: the write and the frames that tell of it go together.
		const now = Date.now();
		const { record, settings } = this.#deps.ledger;
		if (record && record.visitorId !== who.visitorId)
			return [refused("forbidden", "id" in frame ? frame.id : undefined)];
		if (!record || !settings) return "id" in frame ? [refused("not_now", frame.id)] : [];
		if (record.state.blockedUntil !== undefined) return [refused("blocked", "id" in frame ? frame.id : undefined)];
		switch (frame.type) {
			case "send": {
				// Who talks to a person, or waits for one, need not be understood.
				const withAi = record.state.handler === "ai" || record.state.status === "closed";
				const connect = withAi && wantsPerson(frame.text, settings);
				const replies = this.#say({ type: "visitor_sends", id: frame.id, text: frame.text, connect }, now, socket);
				if (connect && replies.fresh)
					this.#deps.apply(handoff("asked_for_person", record, this.#deps.log, settings, now), now);
				return replies.frames;
			}
			case "typing":
				this.#deps.audience.toMembers({ type: "typing" });
				return [];
			case "read":
				return this.#read("visitor", frame.seq, now);
			case "page": {
				const { visitor } = this.#deps.ledger;
				if (!visitor || visitor.details.page?.url === frame.url) return [];
				this.#deps.ledger.describe({ ...visitor, details: { ...visitor.details, ...pageOf(frame, visitor.details) } });
				// Where they are is part of who is there: dashboards look again.
				this.#deps.audience.toMembers(this.#deps.audience.presence());
				return [];
			}
			case "choose": {
				const reason = record.state.offered ? (record.state.reason ?? "low_confidence") : "asked_for_person";
				return this.#done(
					frame.id,
					frame.choice === "ai" ? { type: "decline_offer" } : handoff(reason, record, this.#deps.log, settings, now),
					now,
				);
			}
			case "email":
				return this.#done(frame.id, { type: "leave_email", email: frame.email }, now);
			case "rate": {
				const refusal = this.#deps.rate(frame.seq, frame.rating, now);
				return [refusal ? refused(refusal, frame.id) : { type: "done", id: frame.id }];
			}
			case "end":
				return this.#done(frame.id, { type: "close", by: "visitor" }, now);
			default:
				return frame satisfies never;
		}
	}

	#memberFrame(who: MemberCaller, frame: MemberFrame, socket?: WebSocket): ServerFrame[] {
		if (!may(who.role, "converse")) return "id" in frame ? [refused("forbidden", frame.id)] : [];
		const now = Date.now();
		const member = { id: who.memberId, name: who.name };
		switch (frame.type) {
			case "send":
				return this.#say({ type: "member_sends", id: frame.id, text: frame.text, member }, now, socket).frames;
			case "note":
				return this.#say({ type: "member_notes", id: frame.id, text: frame.text, member }, now, socket).frames;
			case "typing":
				this.#deps.audience.toVisitors({ type: "typing", member });
				this.#deps.audience.toMembers({ type: "typing", member }, socket);
				return [];
			case "read":
				return this.#read("team", frame.seq, now);
			default:
				return frame satisfies never;
		}
	}

	/**
	 * Stores a message or note once: a resend gets the first result, the same id with another body a refusal. Whoever has
	 * a socket finds a fresh one in the entries that everybody gets, which says as much as an acknowledgement.
	 */
	#say(command: SayCommand, now: number, socket?: WebSocket): { frames: ServerFrame[]; fresh: boolean } {
		const { id } = command;
		const result = this.#deps.apply(command, now);
		if (!result.ok) return { frames: [this.#again(command) ?? refused(result.reason, id)], fresh: false };
		const entry = socket ? undefined : result.entries.find((each) => each.kind !== "event");
		return { frames: entry ? [{ type: "ack", id, seq: entry.seq, at: entry.at }] : [], fresh: true };
	}

	/** What a resend gets, whatever has become of the conversation since; null for what was never stored. */
	#again(command: SayCommand): ServerFrame | null {
		const { id } = command;
		const before = this.#deps.log.byId(id);
		if (!before || before.kind === "event") return null;
		const same = before.text === command.text && sameAuthor(before, command);
		return same ? { type: "ack", id, seq: before.seq, at: before.at } : refused("conflict", id);
	}

	/**
	 * A client that missed the answer says a command again before all else, also where more came after it: a message after
	 * "end", say, which a second end would leave unanswered. It does so within moments, so that memory will do.
	 */
	#done(id: string, command: Command, now: number): ServerFrame[] {
		if (this.#carriedOut.has(id)) return [{ type: "done", id }];
		const effect: Effect | undefined =
			command.type === "leave_email" ? { type: "email", email: command.email, at: now } : undefined;
		const result = this.#deps.apply(command, now, effect);
		if (!result.ok) return [refused(result.reason, id)];
		this.#carriedOut.add(id);
		const [oldest] = this.#carriedOut;
		if (oldest && this.#carriedOut.size > MAX_CARRIED_OUT) this.#carriedOut.delete(oldest);
		return [{ type: "done", id }];
	}

	#read(by: "visitor" | "team", upTo: number, now: number): ServerFrame[] {
		const { teamReadSeq, visitorReadSeq } = this.#deps.ledger.started.record.state;
		// An old mark says nothing new, and counting from it would read the whole log.
		if (upTo <= (by === "team" ? teamReadSeq : visitorReadSeq)) return [];
		const unreadAfter = this.#deps.log.saidAfter(upTo, by === "team" ? "visitor" : "us");
		this.#deps.apply({ type: "read", by, upTo, unreadAfter }, now);
		return [];
	}
}
