/** A conversation over plain HTTP: history pages always, frames where WebSockets are blocked. Never throws. */
import type { EntryPage } from "../src/protocol/conversation/details.ts";
import type { MemberFrame, RefusalReason, ServerFrame, VisitorFrame } from "../src/protocol/conversation/frames.ts";
import { PROTOCOL_HEADER, SUBPROTOCOL } from "../src/protocol/limits.ts";

/** `status` is 0 when no answer came at all, or none that could be read. */
export type HttpAnswer<T> =
	| { ok: true; value: T }
	| { ok: false; status: number; reason?: RefusalReason; retryAfterMs?: number };

export type ThreadHttp = {
	page(query: { since: number } | { before: number }): Promise<HttpAnswer<EntryPage>>;
	frame(frame: VisitorFrame | MemberFrame): Promise<HttpAnswer<ServerFrame[]>>;
};

/** A line that died without a word would be waited for by everything that asks one thing at a time. */
const ANSWER_WITHIN_MS = 30_000;

/** What makes a type of an answer, or null of what isn't one. */
export type Readers = {
	page(json: unknown): EntryPage | null;
	frames(json: unknown): ServerFrame[] | null;
	/** Why a request was refused, from its problem. */
	reason(json: unknown): RefusalReason | undefined;
};

/** What a request is sent with, asked each time, for a fresh token. Where it fails, no request is made. */
export type AskHeaders = () => Record<string, string> | Promise<Record<string, string>>;

/**
 * `base` is the conversation's address, ".../conversations/ID". Every request says the version of the protocol it speaks,
 * as a socket does.
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

/** One request and its answer, read. */
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
