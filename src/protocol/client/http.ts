/** A conversation over plain HTTP: history pages always, frames where WebSockets are blocked. Never throws. */
import * as v from "valibot";
import { EntryPage, Problem } from "../api.ts";
import { type MemberFrame, ServerFrame, type VisitorFrame } from "../frames.ts";

/** `status` is 0 when no answer came at all. */
export type Answered<T> =
	| { ok: true; value: T }
	| { ok: false; status: number; reason?: string; retryAfterMs?: number };

export type ThreadHttp = {
	page(query: { since: number } | { before: number }): Promise<Answered<EntryPage>>;
	frame(frame: VisitorFrame | MemberFrame): Promise<Answered<ServerFrame[]>>;
};

const Frames = v.object({ frames: v.array(ServerFrame) });

/** `base` is the conversation's address, ".../conversations/ID"; `headers` is asked each time, for a fresh token. */
export function threadHttp(base: string, headers: () => Record<string, string> = () => ({})): ThreadHttp {
	return {
		page: (query) =>
			ask(
				`${base}/entries?${new URLSearchParams(Object.entries(query).map(([k, n]) => [k, `${n}`]))}`,
				{
					headers: headers(),
				},
				EntryPage,
			),
		async frame(frame) {
			const answer = await ask(
				`${base}/frames`,
				{
					method: "POST",
					headers: { ...headers(), "content-type": "application/json" },
					body: JSON.stringify(frame),
				},
				Frames,
			);
			return answer.ok ? { ok: true, value: answer.value.frames } : answer;
		},
	};
}

/** One request, its answer parsed; a refusal's reason is read from the problem it comes as. */
export async function ask<T>(
	url: string,
	init: RequestInit,
	schema: v.GenericSchema<unknown, T>,
): Promise<Answered<T>> {
	let response: Response;
	let body: unknown;
	try {
		response = await fetch(url, init);
		body = await response.json().catch(() => null);
	} catch {
		return { ok: false, status: 0 };
	}
	if (response.ok) {
		const parsed = v.safeParse(schema, body);
		return parsed.success ? { ok: true, value: parsed.output } : { ok: false, status: 0 };
	}
	const problem = v.safeParse(Problem, body);
	const seconds = Number(response.headers.get("retry-after"));
	return {
		ok: false,
		status: response.status,
		reason: problem.success ? problem.output.reason : undefined,
		retryAfterMs: seconds > 0 ? seconds * 1_000 : undefined,
	};
}
