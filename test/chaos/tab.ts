/**
 * One tab on one conversation: the real client behind a proxy of its own. It records everything that it sends, gets acknowledged
 * and receives. Closing it keeps unsent messages, as a browser does, and opening it again loads them.
 */
import type { Entry } from "../../src/protocol/conversation/entry.ts";
import {
	MemberFrame,
	parseFrame,
	parseServerFrame,
	ServerFrame,
	VisitorFrame,
} from "../../src/protocol/conversation/frames.ts";
import { type ThreadHttp, threadHttp } from "../../client/http.ts";
import type { OutboxStore, Unsent } from "../../client/outbox/outbox.ts";
import { Thread } from "../../client/thread.ts";
import { CloseCode, SUBPROTOCOL } from "../../src/protocol/limits.ts";
import { atPort } from "./browser.ts";
import { type Acknowledged, type Refused, type Role, type Said, type Seen, type Shown, what } from "./history.ts";
import { type Proxy, proxyTo } from "./proxy.ts";
import type { Random } from "./random.ts";
import { newFile, TabFiles } from "./sent-files.ts";
import { from, type TeamMember, type Visitor } from "./world.ts";

export type Who = ({ role: "visitor" } & Visitor) | ({ role: "member" } & TeamMember);

/** The records of all tabs of a conversation. */
export type Notes = {
	said: Said[];
	acknowledged: Acknowledged[];
	refused: Refused[];
	seen: Seen[];
	email: string | null;
};

export type TabOptions = {
	name: string;
	who: Who;
	conversation: string;
	workerPort: number;
	notes: Notes;
	dice: Random;
	/** True: frames may be doubled and delayed now. */
	tricky(): boolean;
};

const store = (items: Unsent[] = []): OutboxStore => ({ load: () => items, save: (next) => void (items = next) });

export class Tab {
	readonly name: string;
	readonly role: Role;
	readonly author: string;
	readonly proxy: Proxy;
	#options: TabOptions;
	#thread: Thread | null = null;
	#outbox = store();
	#http: ThreadHttp;
	readonly #files: TabFiles;
	#sawAlready = new Set<string>();
	/** A block closed the connection; reopening the tab tries again. */
	#keptOut = false;

	static async open(options: TabOptions): Promise<Tab> {
		return new Tab(options, await proxyTo(options.workerPort));
	}

	private constructor(options: TabOptions, proxy: Proxy) {
		const { name, who, conversation, dice, tricky } = options;
		this.#options = options;
		this.name = name;
		this.role = who.role;
		this.author = who.role === "visitor" ? "visitor" : who.id;
		this.proxy = proxy;
		const origin = `http://127.0.0.1:${proxy.port}`;
		const headers = (): Record<string, string> =>
			who.role === "visitor" ? { ...from(who), authorization: `Bearer ${who.token}` } : { origin, cookie: who.cookie };
		const area = who.role === "visitor" ? "/api/widget" : "/api";
		this.#files = new TabFiles(`${origin}${area}/conversations/${conversation}`, headers);
		this.#http = this.#recording(threadHttp(`${origin}${area}/conversations/${conversation}`, headers));
		atPort(proxy.port, {
			headers: (): Record<string, string> => (who.role === "visitor" ? from(who) : { origin, cookie: who.cookie }),
			incoming: (data) => {
				const frame = parseServerFrame(ServerFrame, data);
				if (frame) this.#record(frame);
			},
			outgoing: (data) => {
				if (!tricky()) return [{ data, afterMs: 0 }];
				switch (dice.weighted({ straight: 82, twice: 6, again: 5, held: 4, both: 3 })) {
					case "twice":
						return [0, 0].map((afterMs) => ({ data, afterMs }));
					case "again":
						return [0, dice.between(300, 3_000)].map((afterMs) => ({ data, afterMs }));
					case "held":
						return [{ data, afterMs: dice.between(50, 800) }];
					case "both":
						this.#alsoByHttp(data);
						return [{ data, afterMs: 0 }];
					default:
						return [{ data, afterMs: 0 }];
				}
			},
		});
		this.reopen();
	}

	get thread(): Thread | null {
		return this.#thread;
	}

	get keptOut(): boolean {
		return this.#keptOut;
	}

	/** The texts in the outbox: unsent and refused ones, whether the tab is open or closed. */
	get kept(): string[] {
		return this.#outbox.load().map(({ text }) => text);
	}

	reopen(): void {
		const { who, conversation } = this.#options;
		const area = who.role === "visitor" ? "/api/widget" : "/api";
		const base = `ws://127.0.0.1:${this.proxy.port}${area}/conversations/${conversation}/socket`;
		this.close();
		this.#thread = new Thread({
			role: who.role,
			socketAddress: (since) => ({
				url: `${base}?since=${since}`,
				protocols: who.role === "visitor" ? [SUBPROTOCOL, who.token] : [SUBPROTOCOL],
			}),
			http: this.#http,
			outbox: this.#files.watch(this.#outbox),
			onRefused: (code) => {
				if (code === CloseCode.blocked) this.#keptOut = true;
				else console.error(`${this.name} was refused with ${code}`);
			},
		});
	}

	close(): void {
		this.#thread?.close();
		this.#files.close();
		this.#thread = null;
		this.#keptOut = false;
	}

	/** Says something, one time in six with a file. */
	say(kind: "send" | "note", text: string): void {
		const thread = this.#thread;
		const files = this.#options.dice.between(1, 6) === 1 ? [newFile()] : undefined;
		if (!thread || !(kind === "send" ? thread.send(text, files) : thread.note(text, files))) return;
		const file = files?.[0]?.id;
		this.#options.notes.said.push({ tab: this.name, author: this.author, kind, text, ...(file && { file }) });
		if (files) void this.#files.send();
	}

	shown(): Shown | null {
		if (!this.#thread) return null;
		const { entries, older, unsent, ready, connection } = this.#thread.view;
		const texts = (state: (item: Unsent) => boolean) => unsent.filter(state).map(({ text }) => text);
		return {
			tab: this.name,
			role: this.role,
			entries: entries.map((entry) => ({ seq: entry.seq, what: what(entry) })),
			older,
			unsent: texts(({ state }) => state !== "failed"),
			refused: unsent.filter(({ state }) => state === "failed").map(({ text, reason }) => `"${text}": ${reason}`),
			ready: ready && connection === "open",
		};
	}

	#record(frame: ServerFrame): void {
		const { notes } = this.#options;
		if (frame.type === "ack") notes.acknowledged.push({ tab: this.name, id: frame.id, seq: frame.seq });
		if (frame.type === "refused" && frame.id !== undefined && frame.reason === "not_now")
			notes.refused.push({ tab: this.name, id: frame.id });
		if (frame.type === "entries") this.#acknowledged(frame.entries);
		if (frame.type === "welcome" || frame.type === "entries") this.#saw(frame.entries);
	}

	/** Records this person's own entries as acknowledged: receiving them back says that they are stored. */
	#acknowledged(entries: Entry[]): void {
		for (const entry of entries) {
			if (entry.kind === "event") continue;
			const { author, id, seq } = entry;
			if ((author.kind === "member" ? author.id : author.kind) === this.author)
				this.#options.notes.acknowledged.push({ tab: this.name, id, seq });
		}
	}

	#saw(entries: Entry[]): void {
		for (const entry of entries) {
			const key = `${entry.seq} ${what(entry)}`;
			if (this.#sawAlready.has(key)) continue;
			this.#sawAlready.add(key);
			this.#options.notes.seen.push({ tab: this.name, seq: entry.seq, what: what(entry) });
		}
	}

	#recording({ page, frame }: ThreadHttp): ThreadHttp {
		return {
			page: async (query) => {
				const answer = await page(query);
				if (answer.ok) this.#saw(answer.value.entries);
				return answer;
			},
			frame: async (sent) => {
				const answer = await frame(sent);
				if (answer.ok) for (const each of answer.value) this.#record(each);
				return answer;
			},
		};
	}

	/** Sends the same frame over HTTP too, as a client does that has just given its socket up. */
	#alsoByHttp(data: string): void {
		const parsed = this.role === "visitor" ? parseFrame(VisitorFrame, data) : parseFrame(MemberFrame, data);
		if (parsed.ok) void this.#http.frame(parsed.frame);
	}
}
