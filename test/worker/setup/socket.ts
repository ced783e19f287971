/**
 * A client's end of a socket, for worker tests: dialled through the Worker's own routes, read frame by frame.
 * Waiting has a limit, so that a frame which never comes fails the test with a list of those that did.
 */
import { exports } from "cloudflare:workers";
import * as v from "valibot";
import { ConversationState } from "../../../src/protocol/conversation/entry.ts";
import { ServerFrame } from "../../../src/protocol/conversation/frames.ts";
import { InboxServerFrame } from "../../../src/protocol/inbox.ts";
import { PONG, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { ORIGIN, type Person } from "./people.ts";

const PATIENCE_MS = 5_000;

type Typed = { type: string };
type Of<Frame extends Typed, Type extends Frame["type"]> = Extract<Frame, { type: Type }>;

/** One open socket. Frames that no test asked for stay in `frames`. */
export class Line<Frame extends Typed> {
	readonly frames: Frame[] = [];
	/** The same as they came. */
	readonly raw: string[] = [];
	/** How it was closed, once it is. */
	readonly closed: Promise<{ code: number; reason: string }>;
	readonly #socket: WebSocket;
	readonly #wake = new Set<() => void>();
	#taken = 0;

	constructor(socket: WebSocket, schema: v.GenericSchema<unknown, Frame>) {
		this.#socket = socket;
		const { promise, resolve } = Promise.withResolvers<{ code: number; reason: string }>();
		this.closed = promise;
		socket.addEventListener("close", ({ code, reason }) => resolve({ code, reason }));
		socket.addEventListener("message", ({ data }) => {
			if (data === PONG) return;
			this.raw.push(String(data));
			this.frames.push(v.parse(schema, JSON.parse(String(data))));
			for (const wake of this.#wake) wake();
		});
		socket.accept();
	}

	/** An object goes as JSON; a string goes as it is, for tests of what must be refused. */
	send(frame: object | string | ArrayBuffer): void {
		this.#socket.send(typeof frame === "string" || frame instanceof ArrayBuffer ? frame : JSON.stringify(frame));
	}

	/** The next frame of this type that also passes `test`; those before it are skipped. */
	async next<Type extends Frame["type"]>(
		type: Type,
		test: (frame: Of<Frame, Type>) => boolean = () => true,
	): Promise<Of<Frame, Type>> {
		const wanted = (frame: Frame): frame is Of<Frame, Type> => frame.type === type;
		const deadline = Date.now() + PATIENCE_MS;
		for (;;) {
			while (this.#taken < this.frames.length) {
				const frame = this.frames[this.#taken++];
				if (frame && wanted(frame) && test(frame)) return frame;
			}
			await this.#more(deadline, type);
		}
	}

	close(code = 1000): void {
		this.#socket.close(code);
	}

	#more(deadline: number, type: string): Promise<void> {
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		const timer = setTimeout(() => {
			const seen = this.frames.map((frame) => JSON.stringify(frame)).join("\n  ");
			reject(new Error(`no "${type}" frame came; these did:\n  ${seen || "none"}`));
		}, deadline - Date.now());
		this.#wake.add(resolve);
		return promise.finally(() => {
			clearTimeout(timer);
			this.#wake.delete(resolve);
		});
	}
}

export type Dial = { protocols?: string[]; cookie?: string; origin?: string; headers?: Record<string, string> };

/** The answer to an upgrade request as it is, for tests of who may not. */
export function dial(path: string, { protocols = [SUBPROTOCOL], cookie, origin = ORIGIN, headers = {} }: Dial = {}) {
	const all = new Headers({ Upgrade: "websocket", Origin: origin, ...headers });
	if (protocols.length > 0) all.set("Sec-WebSocket-Protocol", protocols.join(", "));
	if (cookie) all.set("Cookie", cookie);
	return exports.default.fetch(`${ORIGIN}${path}`, { headers: all });
}

/** Opens a socket or fails with what the Worker answered. */
export async function open<Frame extends Typed>(
	schema: v.GenericSchema<unknown, Frame>,
	path: string,
	how: Dial = {},
): Promise<Line<Frame>> {
	const response = await dial(path, how);
	if (!response.webSocket) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
	return new Line(response.webSocket, schema);
}

/** As a client reads them: what an entries frame says has changed, put into what was known. */
function inFull() {
	let known: ConversationState | null = null;
	return v.pipe(
		ServerFrame,
		v.transform((frame): ServerFrame => {
			if (frame.type === "welcome") known = frame.state;
			if (frame.type !== "entries") return frame;
			known = v.parse(ConversationState, { ...known, ...frame.state });
			return { ...frame, state: known };
		}),
	);
}

/** A visitor's socket to a conversation. `since` is the last seq they have. */
export const openVisitor = (visitor: { token: string; site: string }, conversationId: string, since = 0) =>
	open(inFull(), `/api/widget/conversations/${conversationId}/socket?since=${since}`, {
		protocols: [SUBPROTOCOL, visitor.token],
		origin: visitor.site,
	});

/** A member's socket to a conversation. */
export const openMember = (person: Person, conversationId: string, since = 0) =>
	open(inFull(), `/api/conversations/${conversationId}/socket?since=${since}`, { cookie: person.cookie });

/** A member's socket to the live list. */
export const openInbox = (person: Person) => open(InboxServerFrame, "/api/inbox/socket", { cookie: person.cookie });
