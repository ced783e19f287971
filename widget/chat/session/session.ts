/**
 * The visitor's session and the open conversation: gets and renews the token, switches to the conversation that another tab
 * switched to, and removes the widget when the visitor is blocked.
 */
import { type ComponentChild, h } from "preact";
import type { WidgetSession } from "../../../src/protocol/widget.ts";
import { ThreadCore } from "../../../client/thread-core.ts";
import { newConversationId } from "../../../client/id.ts";
import { localOutbox, type Shared, type Unsent, type UnsentFile } from "../../../client/outbox/outbox.ts";
import { ask, requests } from "../../../client/request.ts";
import type { Message } from "../../../src/protocol/conversation/entry.ts";
import { CloseCode, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { type Shell, storageKey } from "../../shell.ts";
import type { Later } from "./later.ts";
import { readSaved, save } from "./saved.ts";
import { readers, readFrame, readSession } from "./wire.ts";

/** A token is renewed at most this often: one that is refused so soon after a renewal won't be accepted. */
const RENEW_EVERY_MS = 60_000;
/** How long after the last change a new page connects without being opened. */
const AWAITED_MS = 60 * 60_000;
/** A time in the year 2255: with an unsent message, every page connects. */
const UNTIL_SENT = 9e12;
/** The least change of `until`, in ms, that is saved. */
const AWAITED_SAVED_EVERY_MS = 5 * 60_000;

export class ChatSession {
	declare thread: ThreadCore;
	/** Null until the server has answered. */
	info: WidgetSession | null = null;
	/** True: the server refuses this version of the chat, so the page must be reloaded. */
	outdated = false;
	/** Called after any change of the session or the thread. */
	onChange = (): void => {};
	/** The address of a cited source, without its id at the end. */
	declare readonly sourcesAt: string;
	/**
	 * Renders what later.ts adds to a message: its files, and with `tail` given the rating buttons below it. A new function makes
	 * the bubbles render again. These are missing until later.ts is loaded.
	 */
	declare more?: (message: Message | Unsent, tail?: boolean) => ComponentChild;
	/** Renders the composer's button for files, and those that are chosen. */
	declare attach?: () => ComponentChild;
	/** The files of the message that is being written; undefined for none. */
	declare attached?: UnsentFile[] | undefined;
	#shell: Shell;
	#conversation: string;
	#asking: Promise<string> | null = null;
	#renewedAt = 0;
	#page = "";

	constructor(shell: Shell) {
		this.#shell = shell;
		this.sourcesAt = `${shell.origin}/api/sources/${shell.key}/`;
		this.#conversation = readSaved(shell.key).conversation ?? newConversationId();
		this.#open();
		addEventListener("storage", this.#stored);
		addEventListener("focus", this.tellPage);
	}

	/** Text that was typed and not sent. */
	get draft(): string {
		return readSaved(this.#shell.key).draft ?? "";
	}
	set draft(draft: string) {
		save(this.#shell.key, { draft });
	}

	/** Starts a new conversation, after a closed one or another visitor's, and moves the unsent messages to it. */
	startAnew(): void {
		const { unsent } = this.thread.view;
		// A message that is being sent may have arrived, which would reopen the conversation.
		if (unsent.some(({ state }) => state === "sending")) return;
		for (const { id } of unsent) this.thread.discard(id);
		this.#moveTo(newConversationId());
		for (const { text, files } of unsent)
			this.thread.send(
				text,
				files?.map((file) => ({ ...file, done: false })),
			);
	}

	/** Sends the page that the visitor is on, if it has changed. */
	tellPage = (): void => {
		const { href } = location;
		if (href === this.#page) return;
		this.#page = href;
		void this.thread.frame({
			type: "page",
			url: href.slice(0, 2_000),
			title: document.title.slice(0, 300),
			referrer: document.referrer.slice(0, 2_000),
			language: document.documentElement.lang.slice(0, 35),
			timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
		});
	};

	#moveTo(conversation: string): void {
		this.thread.close();
		this.#conversation = conversation;
		this.#page = "";
		this.#open();
		this.#changed();
	}

	#open(): void {
		const { key, origin } = this.#shell;
		save(key, { conversation: this.#conversation });
		const base = `${origin}/api/widget/conversations/${this.#conversation}`;
		const headers = async () => ({ authorization: `Bearer ${await this.#token()}` });
		const thread = new ThreadCore({
			read: readFrame,
			role: "visitor",
			socketAddress: async (since) => {
				const token = await this.#token();
				return { url: `${base.replace(/^http/, "ws")}/socket?since=${since}`, protocols: [SUBPROTOCOL, token] };
			},
			http: requests(base, headers, readers),
			outbox: localOutbox(`${storageKey(key)}.${this.#conversation}.`, async (): Promise<Shared> => {
				const later: Later = await import(/* @vite-ignore */ `./${LATER_URL}`);
				return later.begin({ session: this, thread, h, base, headers, root: this.#shell.root });
			}),
			onRefused: (code) => this.#refused(code),
		});
		thread.subscribe(() => this.#changed());
		this.thread = thread;
		this.tellPage();
	}

	/** The visitor's token, requested if necessary. Rejects if the server gives none. */
	async #token(): Promise<string> {
		return this.info?.token ?? (this.#asking ??= this.#ask().finally(() => (this.#asking = null)));
	}

	async #ask(): Promise<string> {
		const { key, origin } = this.#shell;
		const saved = readSaved(key);
		const body = JSON.stringify({ key, token: saved.token });
		const init = () => ({ method: "POST", body });
		const answer = await ask(`${origin}/api/widget/session`, init, readSession, readers.reason);
		if (!answer.ok) {
			if (answer.status === 403) this.#leave();
			throw new Error("no session");
		}
		// Meanwhile another tab got a token for another visitor: this tab asks again, to be the same visitor.
		if (readSaved(key).visitor !== saved.visitor) return this.#ask();
		this.info = answer.value;
		const { token, visitorId } = answer.value;
		save(key, { token, visitor: visitorId });
		if (saved.visitor && saved.visitor !== visitorId) this.startAnew();
		this.#changed();
		return token;
	}

	#refused(code: number): void {
		if (code === CloseCode.blocked) this.#leave();
		else if (code === CloseCode.unauthorized && Date.now() - this.#renewedAt > RENEW_EVERY_MS) {
			this.#renewedAt = Date.now();
			this.info = null;
			this.thread.retryNow();
		} else {
			this.outdated = true;
			this.#changed();
		}
	}

	#leave(): void {
		this.thread.close();
		removeEventListener("storage", this.#stored);
		this.onChange = () => {};
		this.#shell.remove();
	}

	/** Another tab changed the saved data. */
	#stored = (): void => {
		const { conversation, visitor } = readSaved(this.#shell.key);
		// Two tabs became different visitors at the same moment: the one saved last counts.
		if ((this.info?.visitorId ?? visitor) !== visitor) {
			this.info = null;
			this.thread.retryNow();
		}
		if (conversation && conversation !== this.#conversation) this.#moveTo(conversation);
	};

	#changed(): void {
		const { state, unsent, ready } = this.thread.view;
		const [waits] = unsent;
		if (waits || ready) {
			const closed = state === null || state.status === "closed";
			const until = waits ? UNTIL_SENT : closed ? 0 : Date.now() + AWAITED_MS;
			if (Math.abs(until - readSaved(this.#shell.key).until) > AWAITED_SAVED_EVERY_MS) save(this.#shell.key, { until });
		}
		this.onChange();
	}
}
