/**
 * The HTTP client of a conversation: history pages, and frames where WebSockets are blocked. It never throws. How answers are
 * parsed is passed in, because the widget doesn't load the schemas.
 */
import type { EntryPage } from "../src/protocol/conversation/details.ts";
import type { MemberFrame, RefusalReason, ServerFrame, VisitorFrame } from "../src/protocol/conversation/frames.ts";
import { CloseCode, PROTOCOL_HEADER, SUBPROTOCOL } from "../src/protocol/limits.ts";

/** `status` is 0 when there was no answer, or one that couldn't be parsed. */
export type HttpFailure = { ok: false; status: number; reason?: RefusalReason; retryAfterMs?: number };
export type HttpAnswer<T> = { ok: true; value: T } | HttpFailure;

export type ThreadHttp = {
	page(query: { since: number } | { before: number }): Promise<HttpAnswer<EntryPage>>;
	frame(frame: VisitorFrame | MemberFrame): Promise<HttpAnswer<ServerFrame[]>>;
};

/** The timeout of a request: a connection that died unnoticed must not hold up polling. */
const ANSWER_WITHIN_MS = 30_000;

/** The parsers of answers; each returns null for an answer of another shape. */
export type Readers = {
	page(json: unknown): EntryPage | null;
	frames(json: unknown): ServerFrame[] | null;
	/** The reason in a refusal's problem document. */
	reason(json: unknown): RefusalReason | undefined;
};

/** The headers of a request. Called for each one, for a fresh token; if it rejects, no request is made. */
export type AskHeaders = () => Record<string, string> | Promise<Record<string, string>>;

/**
 * `base` is the conversation's address, ".../conversations/ID". Every request names the protocol version in a header, as a
 * socket does in its subprotocol.
 */
export function requests(base: string, headers: AskHeaders, readers: Readers): ThreadHttp {
	const go = <T>(path: string, init: RequestInit, read: (json: unknown) => T | null): Promise<HttpAnswer<T>> =>
		ask(
			base + path,
			async () => ({ ...init, headers: { ...(await headers()), [PROTOCOL_HEADER]: SUBPROTOCOL } }),
			read,
			readers.reason,
		);
	return {
		page: (query) => go(`/entries?${Object.entries(query)[0]?.join("=")}`, {}, readers.page),
		frame: (frame) => go("/frames", { method: "POST", body: JSON.stringify(frame) }, readers.frames),
	};
}

/** The close code that a socket would get for the same refusal; null where the client may try again. */
export const closeCodeOf = ({ status, reason }: HttpFailure): number | null =>
	status === 401
		? CloseCode.unauthorized
		: reason === "blocked"
			? CloseCode.blocked
			: reason === "reload"
				? CloseCode.reload
				: null;

/** One request and its parsed answer. Never rejects. */
export async function ask<T>(
	url: string,
	init: () => RequestInit | Promise<RequestInit>,
	read: (json: unknown) => T | null,
	reason: Readers["reason"],
): Promise<HttpAnswer<T>> {
	try {
		const response = await fetch(url, { ...(await init()), signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
		const json: unknown = await response.json().catch(() => null);
		if (!response.ok) {
			const seconds = Number(response.headers.get("retry-after"));
			return {
				ok: false,
				status: response.status,
				reason: reason(json),
				retryAfterMs: seconds > 0 ? seconds * 1_000 : undefined,
			};
		}
		const value = read(json);
		if (value !== null) return { ok: true, value };
	} catch {
		// No answer came.
	}
	return { ok: false, status: 0 };
}
