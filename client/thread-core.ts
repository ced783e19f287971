/**
 * The client of one conversation: keeps the view up to date over a socket, or by polling where sockets are blocked, and
 * sends the outbox. It uses no framework and no DOM. The parser of frames is passed in, because the schemas are too big for
 * the widget: thread.ts passes the one that uses them.
 */
import type { ConversationState, Entry } from "../src/protocol/conversation/entry.ts";
import type { MemberFrame, ServerFrame, VisitorFrame } from "../src/protocol/conversation/frames.ts";
import { CloseCode, TYPING_EVERY_MS } from "../src/protocol/limits.ts";
import type { PendingCommand, CommandOutcome } from "./outbox/commands.ts";
import { closeCodeOf } from "./request.ts";
import { nothingEphemeral, withEntries, withFrame } from "./ephemeral.ts";
import { lastToRead, merge, trim } from "./log.ts";
import { poll } from "./poll.ts";
import type { Unsent, UnsentFile } from "./outbox/outbox.ts";
import { Sender } from "./outbox/sender.ts";
import { connect, type Connection, type ConnectionState } from "./connection.ts";
import type { CoreOptions } from "./thread-options.ts";
import { ThreadStore } from "./thread-store.ts";
import type { ThreadView } from "./thread-view.ts";

type Frame = VisitorFrame | MemberFrame;
type Page = Extract<VisitorFrame, { type: "page" }>;

/** After this many attempts in a row without a welcome the network blocks sockets: the client polls, and keeps trying. */
const TRIES_BEFORE_POLLING = 3;

const isWhole = (state: Partial<ConversationState>): state is ConversationState => "status" in state;

export class ThreadCore extends ThreadStore {
	#options: CoreOptions;
	#connection: Connection;
	#sender: Sender;
	/** True: a command over HTTP didn't reach the server. */
	#lostCommand = false;
	/** The visitor's page, sent on every connection. */
	#page: Page | null = null;
	#seq = 0;
	/** Grows when the log is replaced, so that a page of history requested before that isn't merged. */
	#generation = 0;
	#welcomed = false;
	#failures = 0;
	/** True: the last poll was answered. */
	#polling = false;
	#stopPolling = () => {};
	#socketState: ConnectionState = "connecting";
	#readSent = 0;
	#typingSentAt = -TYPING_EVERY_MS;

	constructor(options: CoreOptions) {
		super();
		this.#options = options;
		this.#sender = new Sender({
			outbox: options.outbox,
			transmit: (frame) => this.#transmit(frame),
			onChange: () => this.change({}),
			onSilence: () => this.#connection.retryNow(),
		});
		this.#connection = connect({
			address: () => options.socketAddress(this.#seq),
			onMessage: (data) => {
				const frame = options.read(data);
				if (frame !== null) this.#receive(frame, true);
			},
			onState: (state) => this.#onSocketState(state),
			onRefused: (code) => this.#refuse(code),
		});
	}

	/** False when the outbox is full. The server checks the text; a refusal marks the message. */
	send(text: string, files?: UnsentFile[], kind: Unsent["kind"] = "send"): boolean {
		// A message clears the typing sign at the receiver, so the next keystroke must send a typing frame again.
		this.#typingSentAt = -TYPING_EVERY_MS;
		return this.#sender.add(kind, text, files);
	}

	/** Sends a failed or waiting message again; without a connection it connects at once. */
	retry(id: string): void {
		this.#sender.retry(id);
		if (!this.#welcomed && !this.#polling) this.#connection.retryNow();
	}

	discard(id: string): void {
		this.#sender.discard(id);
	}

	/** Sends a typing frame, at most every few seconds and only over an open socket. */
	typing(type: "typing" | "noting" = "typing"): void {
		const now = performance.now();
		if (!this.#welcomed || now - this.#typingSentAt < TYPING_EVERY_MS) return;
		this.#typingSentAt = now;
		this.#transmit({ type });
	}

	/** Sends a read mark for the log so far. */
	read(): void {
		const seq = lastToRead(this.#options.role, this.view.entries);
		const { state } = this.view;
		const known = (this.#options.role === "visitor" ? state?.visitorReadSeq : state?.teamReadSeq) ?? 0;
		if (seq <= Math.max(known, this.#readSent) || (!this.#welcomed && !this.#polling)) return;
		this.#readSent = seq;
		this.#transmit({ type: "read", seq });
	}

	/** Sends another frame of a visitor: a command, until it is answered, or the page, on every connection. */
	frame(frame: PendingCommand | Page): Promise<CommandOutcome> {
		if (frame.type !== "page") return this.#sender.command(frame);
		this.#page = frame;
		this.#transmit(frame);
		return Promise.resolve({ ok: true });
	}

	async loadOlder(): Promise<void> {
		const { older, loadingOlder, entries } = this.view;
		if (!older || loadingOlder) return;
		const generation = this.#generation;
		this.change({ loadingOlder: true });
		const answer = await this.#options.http.page({ before: entries[0]?.seq ?? this.#seq + 1 });
		this.change({
			loadingOlder: false,
			...(answer.ok &&
				generation === this.#generation && {
					entries: merge(this.view.entries, answer.value.entries),
					older: answer.value.more,
				}),
		});
	}

	/** Connects at once, also after a refusal, such as with a new token. */
	retryNow(): void {
		this.#connection.retryNow();
	}

	override close(): void {
		super.close();
		this.#connection.close();
		this.#stopPolling();
		this.#sender.close();
	}

	protected override unsent(): Unsent[] {
		return this.#sender.unsent();
	}

	/* ---------- incoming frames ---------- */

	/** `inOrder`: the frame came by the socket, so no earlier one is missing. An HTTP answer may overtake others. */
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
				// The frame's fields have the names of the view's.
				this.change(frame);
				break;
			default:
				this.live = withFrame(this.live, frame, performance.now());
				this.change({});
		}
	}

	#welcome(frame: Extract<ServerFrame, { type: "welcome" }>): void {
		this.#welcomed = true;
		this.#failures = 0;
		this.#polling = false;
		this.#stopPolling();
		this.#seq = frame.seq;
		this.live = nothingEphemeral;
		if (!frame.resumed) this.#generation++;
		this.#log(frame.entries, frame.state, {
			...(frame.resumed ? {} : { entries: [], older: frame.older }),
			availability: frame.availability,
			clockOffsetMs: frame.now - Date.now(),
			connection: "open",
			ready: true,
		});
		this.#sender.complete();
		this.#readSent = 0;
		if (this.#page !== null) this.#transmit(this.#page);
		this.#sender.resume();
	}

	#log(incoming: Entry[], state: ConversationState | null, change: Partial<ThreadView> = {}): void {
		const merged = merge(change.entries ?? this.view.entries, incoming);
		const cut = trim(merged);
		const ids = new Set(incoming.flatMap((entry) => (entry.kind === "event" ? [] : [entry.id])));
		this.#sender.arrived(ids);
		this.live = withEntries(this.live, incoming);
		if (state?.handler !== "ai") this.live = { ...this.live, turn: null };
		this.change({ ...change, entries: cut ?? merged, state, ...(cut === null ? {} : { older: true }) });
		this.#sender.proceed();
	}

	#refused(frame: Extract<ServerFrame, { type: "refused" }>): void {
		const { reason, retryAfterMs } = frame;
		if (reason === "blocked") this.#refuse(CloseCode.blocked);
		else if (reason === "flood") this.#sender.pause(retryAfterMs);
		else this.#sender.refused(frame.id ?? null, reason);
	}

	/** Stops for good, unless the owner calls `retryNow`. */
	#refuse(code: number): void {
		this.#failures = 0;
		this.#polling = false;
		this.#stopPolling();
		this.#connection.close();
		this.#onSocketState("refused");
		this.#options.onRefused(code);
	}

	/* ---------- outgoing frames ---------- */

	#transmit(frame: Frame): void {
		if (this.#welcomed) this.#connection.send(JSON.stringify(frame));
		else if (this.#polling) void this.#post(frame);
	}

	/* ---------- the connection ---------- */

	#onSocketState(state: ConnectionState): void {
		this.#socketState = state;
		if (state !== "open") {
			this.#welcomed = false;
			this.live = nothingEphemeral;
			if (!this.#polling) this.#sender.suspend();
		}
		if (state === "waiting" && ++this.#failures === TRIES_BEFORE_POLLING)
			this.#stopPolling = poll((stopped) => this.#poll(stopped));
		// The view shows an open socket only after its welcome, and no attempts of the socket while polling works.
		if (state !== "open" && !this.#polling) this.change({ connection: state });
	}

	async #poll(stopped: () => boolean): Promise<number> {
		const first = this.#seq === 0;
		// The first poll requests the latest page; `since` zero would read the whole history.
		const answer = await this.#options.http.page(first ? { before: Number.MAX_SAFE_INTEGER } : { since: this.#seq });
		if (stopped()) return 0;
		if (!answer.ok) {
			const code = closeCodeOf(answer);
			if (code) {
				this.#refuse(code);
				return 0;
			}
			this.#polling = false;
			this.#sender.suspend();
			this.change({ connection: this.#socketState === "open" ? "connecting" : this.#socketState });
			return answer.retryAfterMs ?? 0;
		}
		const { entries, more, seq, state } = answer.value;
		// The first page, or the latest one because too much was missed: the entries replace the log.
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
		if (this.closed) return;
		if (answer.ok) {
			for (const one of answer.value) this.#receive(one, false);
			return;
		}
		const { status, reason, retryAfterMs } = answer;
		const code = closeCodeOf(answer);
		if (code) this.#refuse(code);
		else if (status === 429) this.#sender.pause(retryAfterMs);
		else if (status >= 400 && status < 500 && "id" in frame) {
			this.#refused({ type: "refused", id: frame.id, reason: reason ?? "invalid" });
		} else if (frame.type === "send" || frame.type === "note") this.#sender.lost(frame.id);
		// The command didn't reach the server; the next answered poll makes the sender resume, which sends it again.
		else this.#lostCommand = true;
	}
}
