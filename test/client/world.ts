/** Stand-ins for browser APIs in Node: sockets that a test opens, feeds and closes, a page that can be hidden, and storage. */
import { vi } from "vitest";

export class FakeSocket {
	static all: FakeSocket[] = [];
	static get last(): FakeSocket {
		const socket = FakeSocket.all.at(-1);
		if (socket === undefined) throw new Error("no socket was made");
		return socket;
	}
	url: string;
	protocols: string[];
	sent: string[] = [];
	closed = false;
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: unknown }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;

	constructor(url: string, protocols: string[]) {
		this.url = url;
		this.protocols = protocols;
		FakeSocket.all.push(this);
	}
	send(data: string) {
		this.sent.push(data);
	}
	close() {
		this.closed = true;
	}
	open() {
		this.onopen?.();
	}
	hear(frame: unknown) {
		this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
	}
	die(code = 1006) {
		this.onclose?.({ code });
	}
	/** The frames that were sent, parsed, without pings. */
	frames(): { type: string; id?: string; text?: string; seq?: number }[] {
		return this.sent.filter((data) => data !== "ping").map((data) => JSON.parse(data));
	}
}

export type World = { page: EventTarget; document: EventTarget & { hidden: boolean }; navigator: { onLine: boolean } };

/** Installs the stand-ins and fake timers. */
export function world(): World {
	vi.useFakeTimers();
	vi.spyOn(Math, "random").mockReturnValue(0.5);
	FakeSocket.all = [];
	const page = new EventTarget();
	const document = Object.assign(new EventTarget(), { hidden: false });
	const navigator = { onLine: true };
	vi.stubGlobal("WebSocket", FakeSocket);
	vi.stubGlobal("document", document);
	vi.stubGlobal("navigator", navigator);
	vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
	vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
	return { page, document, navigator };
}

export function endWorld(): void {
	vi.useRealTimers();
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
}

/** A stand-in for `localStorage`, whose keys are own properties. */
export function fakeStorage(): Record<string, unknown> {
	const methods = {
		getItem(this: Record<string, unknown>, key: string) {
			return this[key] ?? null;
		},
		setItem(this: Record<string, unknown>, key: string, value: string) {
			this[key] = value;
		},
		removeItem(this: Record<string, unknown>, key: string) {
			delete this[key];
		},
	};
	return Object.create(methods);
}
