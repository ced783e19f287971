/** A conversation over plain HTTP: history pages always, frames where WebSockets are blocked. Never throws. */
import type { EntryPage } from "../api.ts";
import type { MemberFrame, RefusalReason, ServerFrame, VisitorFrame } from "../frames.ts";

/** `status` is 0 when no answer came at all, or none that could be read. */
export type Answered<T> =
	| { ok: true; value: T }
	| { ok: false; status: number; reason?: RefusalReason; retryAfterMs?: number };

export type ThreadHttp = {
	page(query: { since: number } | { before: number }): Promise<Answered<EntryPage>>;
	frame(frame: VisitorFrame | MemberFrame): Promise<Answered<ServerFrame[]>>;
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

/** `base` is the conversation's address, ".../conversations/ID"; `headers` is asked each time, for a fresh token. */
export const requests = (base: string, headers: () => Record<string, string>, readers: Readers): ThreadHttp => ({
	page: (query) =>
		ask(`${base}/entries?${Object.entries(query)[0]?.join("=")}`, { headers: headers() }, readers.page, readers.reason),
	frame: (frame) =>
		ask(
			`${base}/frames`,
			{ method: "POST", headers: headers(), body: JSON.stringify(frame) },
			readers.frames,
			readers.reason,
		),
});

/** One request and its answer, read. */
export async function ask<T>(
	url: string,
	init: RequestInit,
	read: (json: unknown) => T | null,
	reason: Readers["reason"],
): Promise<Answered<T>> {
	try {
		const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
		const json: unknown = await response.json().catch(() => null);
		if (response.ok) {
			const value = read(json);
			return value === null ? { ok: false, status: 0 } : { ok: true, value };
		}
		const seconds = Number(response.headers.get("retry-after"));
		return {
			ok: false,
			status: response.status,
			reason: reason(json),
			retryAfterMs: seconds > 0 ? seconds * 1_000 : undefined,
		};
	} catch {
		return { ok: false, status: 0 };
	}
}
