/** How a conversation and a part of its history are named in an address. */
import * as v from "valibot";
import { problem } from "../../http/problem.ts";

/** Made by the widget, 16 random bytes and more, so it can't be guessed; whose it is, the object checks. */
export const ConversationId = v.pipe(v.string(), v.regex(/^c_[\w-]{16,40}$/));

/** The id from a route, or a 404: no other name is worth asking an object about. */
export function conversationId(param: string | undefined): string {
	const parsed = v.safeParse(ConversationId, param);
	if (!parsed.success) throw problem(404, "There is no such conversation", { reason: "not_found" });
	return parsed.output;
}

const Seq = v.pipe(v.string(), v.regex(/^\d{1,12}$/), v.transform(Number));

/** The number of an entry from a route, or a 404. */
export function entrySeq(param: string | undefined): number {
	const parsed = v.safeParse(Seq, param);
	if (!parsed.success) throw problem(404, "There is no such entry", { reason: "not_found" });
	return parsed.output;
}

/** `?before=` for a page of history, `?since=` for what came after; the latest page without either. */
export function rangeOf(query: Record<string, string>): { before: number } | { since: number } {
	const before = v.safeParse(Seq, query["before"]);
	if (before.success) return { before: before.output };
	const since = v.safeParse(Seq, query["since"]);
	return since.success && since.output > 0 ? { since: since.output } : { before: Number.MAX_SAFE_INTEGER };
}
