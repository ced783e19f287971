/**
 * Reads what our server sends, by comparing it with samples. The schemas that the server and the dashboard check with
 * would add 4 KB gzipped to a widget that may have 20; this makes sure of what the chat relies on, and refuses the rest.
 */
import type { EntryPage, WidgetSession } from "../../src/protocol/api.ts";
import type { RefusalReason, ServerFrame } from "../../src/protocol/frames.ts";
import type { Readers } from "../../src/protocol/client/request.ts";
import { reasons } from "./words.ts";

type Check = (value: unknown) => boolean;

/** The kind of each value is what counts: "" any string, 0 any number, [] any array, {} any object; a function decides. */
type Sample = string | number | boolean | readonly Sample[] | { readonly [key: string]: Sample } | Check;

function like(value: unknown, sample: Sample): boolean {
	if (typeof sample === "function") return sample(value);
	if (typeof sample !== "object") return typeof value === typeof sample;
	if (typeof value !== "object" || value === null || Array.isArray(value) !== Array.isArray(sample)) return false;
	return Array.isArray(value)
		? value.every((item) => like(item, Object.values(sample)[0] ?? anything))
		: Object.entries(sample).every(([key, part]) => like(Reflect.get(value, key), part));
}

const anything: Check = () => true;
const nullable =
	(sample: Sample): Check =>
	(value) =>
		value === null || like(value, sample);
const optional =
	(sample: Sample): Check =>
	(value) =>
		value === undefined || like(value, sample);
/** One of several, told apart by the value of `key`. */
const variant =
	(key: string, samples: Record<string, Sample>): Check =>
	(value) => {
		const kind = String(Reflect.get(Object(value), key));
		return Object.hasOwn(samples, kind) && like(value, samples[kind] ?? {});
	};

const teammate = { id: "", name: "" };
const entry = variant("kind", {
	message: {
		seq: 0,
		at: 0,
		id: "",
		author: variant("kind", { visitor: {}, ai: {}, member: teammate }),
		text: "",
		sources: optional([{ id: "", title: "" }]),
	},
	event: { seq: 0, at: 0, event: { type: "", member: optional(nullable(teammate)) } },
});
const state = {
	status: "",
	handler: "",
	assignee: nullable(teammate),
	offered: true,
	visitorReadSeq: 0,
	teamReadSeq: 0,
	email: nullable(""),
};
const availability = { open: true, until: nullable(""), online: true, usualReplyMs: nullable(0) };

const frame = variant("type", {
	welcome: {
		state: nullable(state),
		entries: [entry],
		resumed: true,
		older: true,
		seq: 0,
		now: 0,
		availability: nullable(availability),
	},
	/** What changed of the state is put into one that was looked at whole. */
	entries: { entries: [entry], state: {}, seq: 0 },
	ack: { id: "" },
	done: { id: "" },
	refused: { reason: "" },
	typing: { member: optional(teammate) },
	writing: { turn: 0, text: "" },
	discarded: { turn: 0 },
	thinking: { turn: 0 },
	availability: { availability },
});
const page = { entries: [entry], more: true, state: nullable(state), seq: 0 };
const session = { token: "", visitorId: "", name: "", greeting: "", availability };

const isFrame = (json: unknown): json is ServerFrame => frame(json);
const isPage = (json: unknown): json is EntryPage => like(json, page);
const isSession = (json: unknown): json is WidgetSession => like(json, session);
const isReason = (value: unknown): value is RefusalReason => typeof value === "string" && Object.hasOwn(reasons, value);

export function readFrame(data: string): ServerFrame | null {
	try {
		const json: unknown = JSON.parse(data);
		return isFrame(json) ? json : null;
	} catch {
		return null;
	}
}

export const readSession = (json: unknown): WidgetSession | null => (isSession(json) ? json : null);

export const readers: Readers = {
	page: (json) => (isPage(json) ? json : null),
	frames(json) {
		const { frames }: { frames?: unknown } = Object(json);
		return Array.isArray(frames) && frames.every(isFrame) ? frames : null;
	},
	reason(json) {
		const { reason }: { reason?: unknown } = Object(json);
		return isReason(reason) ? reason : undefined;
	},
};
