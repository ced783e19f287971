/** The HTTP client of a conversation for the dashboard: checks every answer against the schemas. */
import * as v from "valibot";
import { EntryPage } from "../src/protocol/conversation/details.ts";
import { Problem } from "../src/protocol/problem.ts";
import { ServerFrame } from "../src/protocol/conversation/frames.ts";
import { isRefusalReason } from "../src/protocol/refusals.ts";
import { type AskHeaders, type Readers, requests, type ThreadHttp } from "./request.ts";

export type { HttpAnswer, ThreadHttp } from "./request.ts";

const Frames = v.object({ frames: v.array(v.unknown()) });

const output = <T>(schema: v.GenericSchema<unknown, T>, json: unknown): T | null => {
	const parsed = v.safeParse(schema, json);
	return parsed.success ? parsed.output : null;
};

const readers: Readers = {
	page: (json) => output(EntryPage, json),
	// Frames of an unknown kind are skipped, as on a socket.
	frames: (json) => output(Frames, json)?.frames.flatMap((frame) => output(ServerFrame, frame) ?? []) ?? null,
	reason: (json) => {
		const reason = output(Problem, json)?.reason;
		return isRefusalReason(reason) ? reason : undefined;
	},
};

/** `base` is the conversation's address, ".../conversations/ID". `headers` is called for each request, for a fresh token. */
export const threadHttp = (base: string, headers: AskHeaders = () => ({})): ThreadHttp =>
	requests(base, headers, readers);
