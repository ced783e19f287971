/**
 * One conversation as a client sees it: a store that keeps itself up to date over a socket, or by polling where sockets
 * are blocked, and sends what the outbox holds. Knows no framework and no DOM. How frames are read is passed in, because
 * the schemas weigh more than the widget may: `thread.ts` has the one that checks everything.
 */
import type { ConversationState, Entry } from "../src/protocol/conversation/entry.ts";
import type { MemberFrame, RefusalReason, ServerFrame, VisitorFrame } from "../src/protocol/conversation/frames.ts";
import { CloseCode, TYPING_EVERY_MS } from "../src/protocol/limits.ts";
import type { PendingCommand, CommandOutcome } from "./outbox/commands.ts";
import type { ThreadHttp } from "./http.ts";
import {
	applyLiveFrame,
	type Ephemeral,
	nextExpiry,
	nothingEphemeral,
	clearByEntries,
	dropExpired,
} from "./ephemeral.ts";
import { lastToRead, merge, trim } from "./log.ts";
import { poll } from "./poll.ts";
import type { OutboxStore, Unsent } from "./outbox/outbox.ts";
import { Sender } from "./outbox/sender.ts";
import { type Address, connect, type Connection, type ConnectionState } from "./connection.ts";
import { emptyView, type ThreadView } from "./thread-view.ts";

export type CoreOptions = {
	/** One frame off the socket, or null where this client doesn't know it. */
	read(data: string): ServerFrame | null;
	role: "visitor" | "member";
	/** Asked before every attempt. `since` is the last seq this client has. */
	socketAddress(since: number): Address | Promise<Address>;
	http: ThreadHttp;
	outbox: OutboxStore;
	/** The server wants no more of this client: one of `CloseCode`, but never flood. Unsent messages stay. */
	onRefused(code: number): void;
};

type Frame = VisitorFrame | MemberFrame;
type Page = Extract<VisitorFrame, { type: "page" }>;

/** A socket that was never welcomed this often in a row is blocked on its way: go on over HTTP, and keep trying it. */
const TRIES_BEFORE_POLLING = 3;

const isWhole = (state: Partial<ConversationState>): state is ConversationState => "status" in state;

export class ThreadCore {
	/** Replaced on every change; `subscribe` tells when. */
	view: ThreadView;
	#options: CoreOptions;
	#connection: Connection;
	#sender: Sender;
	#listeners = new Set<() => void>();
	#live: Ephemeral = nothingEphemeral;
	/** A command was lost on its way over HTTP. */
	#lostCommand = false;
	/** The page the visitor is on, said again on every connection. */
	#page: Page | null = null;
	#seq = 0;
	/** Grows when the log is replaced, so that a page asked for before is not mixed in. */
	#generation = 0;
	#welcomed = false;
	#failures = 0;
	/** The last poll was answered. */
	#polling = false;
	#stopPolling = () => {};
	#socketState: ConnectionState = "connecting";
	#readSaid = 0;
	#typingSaidAt = -TYPING_EVERY_MS;
	#closed = false;
	#liveTimer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: CoreOptions) {
		this.#options = options;
		this.#sender = new Sender({
			outbox: options.outbox,
			transmit: (frame) => this.#say(frame),
			onChange: () => this.#change({}),
			onSilence: () => this.#connection.retryNow(),
		});
		this.view = { ...emptyView, unsent: this.#sender.unsent() };
		this.#connection = connect({
			address: () => options.socketAddress(this.#seq),
			onMessage: (data) => {
				const frame = options.read(data);
				if (frame !== null) this.#receive(frame, true);
			},
			onState: (state) => this.#socketIs(state),
			onRefused: (code) => this.#refuse(code),
		});
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** False when the outbox is full. The text is checked by the server; a refusal marks the message. */
	send(text: string, kind: Unsent["kind"] = "send"): boolean {
		// A message clears the sign at the other end, so the next one's first key is said again.
		this.#typingSaidAt = -TYPING_EVERY_MS;
		return this.#sender.add(kind, text);
	}

	/** One that waits for the line has it tried at once. */
	retry(id: string): void {
		this.#sender.retry(id);
		if (!this.#reachable()) this.#connection.retryNow();
	}

	discard(id: string): void {
		this.#sender.discard(id);
	}

	/** Said at most every few seconds, and only while it can be heard at once. */
	typing(): void {
		const now = performance.now();
		if (!this.#welcomed || now - this.#typingSaidAt < TYPING_EVERY_MS) return;
		this.#typingSaidAt = now;
		this.#say({ type: "typing" });
	}

	/** What is in the log so far has been seen. */
	read(): void {
		const seq = lastToRead(this.#options.role, this.view.entries);
		const { state } = this.view;
		const known = (this.#options.role === "visitor" ? state?.visitorReadSeq : state?.teamReadSeq) ?? 0;
		if (seq <= Math.max(known, this.#readSaid) || !this.#reachable()) return;
		this.#readSaid = seq;
		this.#say({ type: "read", seq });
	}

	/** One of a visitor's other frames. Those with an id are said again until answered; "page" on every connection. */
	frame(frame: PendingCommand | Page): Promise<CommandOutcome> {
		if (frame.type !== "page") return this.#sender.command(frame);
		this.#page = frame;
		this.#say(frame);
		return Promise.resolve({ ok: true });
	}

	async loadOlder(): Promise<void> {
		const { older, loadingOlder, entries } = this.view;
		if (!older || loadingOlder) return;
		const generation = this.#generation;
		this.#change({ loadingOlder: true });
		const answer = await this.#options.http.page({ before: entries[0]?.seq ?? this.#seq + 1 });
		if (this.#closed) return;
		this.#change({
			loadingOlder: false,
			...(answer.ok &&
				generation === this.#generation && {
					entries: merge(this.view.entries, answer.value.entries),
					older: answer.value.more,
				}),
		});
	}

	/** Connects at once, also after a refusal (with a new token, say). */
	retryNow(): void {
		this.#connection.retryNow();
	}

	close(): void {
		this.#closed = true;
		this.#connection.close();
		this.#stopPolling();
		this.#sender.close();
		clearTimeout(this.#liveTimer);
		this.#listeners.clear();
	}

	/* ---------- what comes in ---------- */

	/** `inOrder`: by the socket, where nothing before it is missing. An HTTP answer may have overtaken others. */
	#receive(frame: ServerFrame, inOrder: boolean): void {
		switch (frame.type) {
			case "welcome":
				this.#welcome(frame);
				break;
			case "entries": {
				if (inOrder) this.#seq = Math.max(this.#seq, frame.seq);
				const state = { ...this.view.state, ...frame.state };
				this.#log(frame.entries, isWhole(state) ? state : null);
				break;
			}
			case "ack":
				this.#sender.acknowledged(frame.id, frame.seq <= this.#seq);
				break;
			case "done":
				this.#sender.done(frame.id);
				break;
			case "refused":
				this.#refused(frame);
				break;
			case "presence":
			case "availability":
				// Its fields have the view's names.
				this.#change(frame);
				break;
			default:
				this.#live = applyLiveFrame(this.#live, frame, performance.now());
				this.#change({});
		}
	}

	#welcome(frame: Extract<ServerFrame, { type: "welcome" }>): void {
		this.#welcomed = true;
		this.#failures = 0;
		this.#polling = false;
		this.#stopPolling();
		this.#seq = frame.seq;
		this.#live = nothingEphemeral;
		if (!frame.resumed) this.#generation++;
		this.#log(frame.entries, frame.state, {
			...(frame.resumed ? {} : { entries: [], older: frame.older }),
			availability: frame.availability,
			clockOffsetMs: frame.now - Date.now(),
			connection: "open",
			ready: true,
		});
		this.#sender.complete();
		this.#readSaid = 0;
		if (this.#page !== null) this.#say(this.#page);
		this.#sender.resume();
	}

	#log(incoming: Entry[], state: ConversationState | null, change: Partial<ThreadView> = {}): void {
		const merged = merge(change.entries ?? this.view.entries, incoming);
		const cut = trim(merged);
		const ids = new Set(incoming.flatMap((entry) => (entry.kind === "event" ? [] : [entry.id])));
		this.#sender.arrived(ids);
		this.#live = clearByEntries(this.#live, incoming);
		if (state?.handler !== "ai") this.#live = { ...this.#live, turn: null };
		this.#change({ ...change, entries: cut ?? merged, state, ...(cut === null ? {} : { older: true }) });
		this.#sender.proceed();
	}

	#refused(frame: Extract<ServerFrame, { type: "refused" }>): void {
		const { reason, retryAfterMs } = frame;
		if (reason === "blocked") this.#refuse(CloseCode.blocked);
		else if (reason === "flood") this.#sender.pause(retryAfterMs);
		else this.#sender.refused(frame.id ?? null, reason);
	}

	/** For good, unless the owner calls `retryNow`. */
	#refuse(code: number): void {
		// Who comes back finds out anew that sockets are blocked.
		this.#failures = 0;
		this.#polling = false;
		this.#stopPolling();
		this.#connection.close();
		this.#socketIs("refused");
		this.#options.onRefused(code);
	}

	/* ---------- what goes out ---------- */

	#say(frame: Frame): void {
		if (this.#welcomed) this.#connection.send(JSON.stringify(frame));
		else if (this.#polling) void this.#post(frame);
	}

	#reachable(): boolean {
		return this.#welcomed || this.#polling;
	}

	/* ---------- the line ---------- */

	#socketIs(state: ConnectionState): void {
		this.#socketState = state;
		if (state !== "open") {
			this.#welcomed = false;
			this.#live = nothingEphemeral;
			if (!this.#polling) this.#sender.suspend();
		}
		if (state === "waiting" && ++this.#failures === TRIES_BEFORE_POLLING)
			this.#stopPolling = poll((stopped) => this.#look(stopped));
		// An open socket counts once it has been welcomed; while polling works the tries beside it are nobody's business.
		if (state !== "open" && !this.#polling) this.#change({ connection: state });
	}

	async #look(stopped: () => boolean): Promise<number> {
		const first = this.#seq === 0;
		// The first look asks for the latest page; following on from zero would read the whole history.
		const answer = await this.#options.http.page(first ? { before: Number.MAX_SAFE_INTEGER } : { since: this.#seq });
		if (stopped()) return 0;
		if (!answer.ok) {
			if (this.#refusedByHttp(answer)) return 0;
			this.#polling = false;
			this.#sender.suspend();
			this.#change({ connection: this.#socketState === "open" ? "connecting" : this.#socketState });
			return answer.retryAfterMs ?? 0;
		}
		const { entries, more, seq, state } = answer.value;
		// The first page, or the latest one after too much was missed: like a welcome that isn't resumed.
		const replaces = first || more;
		if (replaces) this.#generation++;
		this.#seq = seq;
		const again = !this.#polling || this.#lostCommand;
		this.#polling = true;
		this.#lostCommand = false;
		this.#log(entries, state, { connection: "open", ready: true, ...(replaces ? { entries: [], older: more } : {}) });
		if (again) this.#sender.resume();
		else this.#sender.proceed();
		return 0;
	}

	async #post(frame: Frame): Promise<void> {
		const answer = await this.#options.http.frame(frame);
		if (this.#closed) return;
		if (answer.ok) {
			for (const one of answer.value) this.#receive(one, false);
			return;
		}
		const { status, reason, retryAfterMs } = answer;
		if (this.#refusedByHttp(answer)) return;
		if (status === 429) this.#sender.pause(retryAfterMs);
		else if (status >= 400 && status < 500 && "id" in frame) {
			this.#refused({ type: "refused", id: frame.id, reason: reason ?? "invalid" });
		} else if (frame.type === "send" || frame.type === "note") this.#sender.lost(frame.id);
		// Not heard: the next poll that is answered says it again.
		else this.#lostCommand = true;
	}

	#refusedByHttp({ status, reason }: { status: number; reason?: RefusalReason }): boolean {
		const code =
			status === 401
				? CloseCode.unauthorized
				: reason === "blocked"
					? CloseCode.blocked
					: reason === "reload"
						? CloseCode.reload
						: null;
		if (code !== null) this.#refuse(code);
		return code !== null;
	}

	/* ---------- the view ---------- */

	#change(change: Partial<ThreadView>): void {
		if (this.#closed) return;
		// Not the clock on the wall: somebody may set it.
		const now = performance.now();
		this.#live = dropExpired(this.#live, now);
		clearTimeout(this.#liveTimer);
		const expiry = nextExpiry(this.#live);
		if (expiry !== null) this.#liveTimer = setTimeout(() => this.#change({}), expiry - now);
		const { turn, typing } = this.#live;
		this.view = {
			...this.view,
			...change,
			unsent: this.#sender.unsent(),
			writing: turn?.text ?? null,
			thinking: turn !== null && turn.text === null,
			typing,
		};
		for (const listener of this.#listeners) listener();
	}
}
