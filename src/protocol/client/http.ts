/** The HTTP side of a conversation, with every answer checked against the schemas. What the dashboard uses. */
import * as v from "valibot";
import { EntryPage, Problem } from "../api.ts";
import { RefusalReason, ServerFrame } from "../frames.ts";
import { type Readers, requests, type ThreadHttp } from "./request.ts";

export type { Answered, ThreadHttp } from "./request.ts";

const Frames = v.object({ frames: v.array(ServerFrame) });

const output = <T>(schema: v.GenericSchema<unknown, T>, json: unknown): T | null => {
	const parsed = v.safeParse(schema, json);
	return parsed.success ? parsed.output : null;
};

const readers: Readers = {
	page: (json) => output(EntryPage, json),
	frames: (json) => output(Frames, json)?.frames ?? null,
	reason: (json) => {
		const reason = output(Problem, json)?.reason;
		return v.is(RefusalReason, reason) ? reason : undefined;
	},
};

/** `base` is the conversation's address, ".../conversations/ID"; `headers` is asked each time, for a fresh token. */
export const threadHttp = (base: string, headers: () => Record<string, string> = () => ({})): ThreadHttp =>
	requests(base, headers, readers);
