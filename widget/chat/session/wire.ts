/**
 * Reads what our server sends, by comparing it with samples. The schemas that the server and the dashboard check with
 * would add 4 KB gzipped to a widget that may have 20; this makes sure of what the chat relies on, and refuses the rest.
 * Words and kinds of a later release are no reason to refuse: they are read as the nearest of today's, as in the schemas.
 */
import type { EntryPage } from "../../../src/protocol/conversation/details.ts";
import type { WidgetSession } from "../../../src/protocol/widget.ts";
import type { RefusalReason, ServerFrame } from "../../../src/protocol/conversation/frames.ts";
import type { Readers } from "../../../client/request.ts";

type Check = (value: unknown) => boolean;

/** The kind of each value is what counts: "" any string, 0 any number, {} any object; a function decides. */
type Sample = string | number | boolean | { readonly [key: string]: Sample } | Check;

const like = (value: unknown, sample: Sample): boolean =>
	typeof sample === "function"
		? sample(value)
		: typeof sample === "object"
			? Object(value) === value &&
				Object.entries(sample).every(([key, part]) => like(Reflect.get(Object(value), key), part))
			: typeof value === typeof sample;

const list =
	(sample: Sample): Check =>
	(value) =>
		Array.isArray(value) && value.every((item) => like(item, sample));
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

/**
 * What isn't like `sample` but has this `least` is of a later release, and `nearest` takes its place: written into the
 * value, which was parsed a moment ago and is nobody else's.
 */
const or =
	(sample: Sample, least: Sample, nearest: object): Check =>
	(value) =>
		like(value, sample) || (like(value, least) && !!Object.assign(Object(value), nearest));

const teammate = { id: "", name: "" };
const entry = or(
	variant("kind", {
		message: {
			seq: 0,
			at: 0,
			id: "",
			author: or(variant("kind", { visitor: {}, member: teammate }), {}, { kind: "ai" }),
			text: "",
			sources: optional(list({ id: "", title: "" })),
		},
		event: { seq: 0, at: 0, event: { type: "", member: optional(nullable(teammate)) } },
	}),
	{ seq: 0, at: 0 },
	{ kind: "event", event: { type: "unknown" } },
);
const entries = list(entry);
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
		entries,
		resumed: true,
		older: true,
		seq: 0,
		now: 0,
		availability: nullable(availability),
	},
	/** What changed of the state is put into one that was looked at whole. */
	entries: { entries, state: {}, seq: 0 },
	ack: { id: "" },
	done: { id: "" },
	refused: { reason: "" },
	typing: { member: optional(teammate) },
	writing: { turn: 0, text: "" },
	discarded: { turn: 0 },
	thinking: { turn: 0 },
	availability: { availability },
});
const page = { entries, more: true, state: nullable(state), seq: 0 };
const session = { token: "", visitorId: "", name: "", greeting: "", availability };

const isFrame = (json: unknown): json is ServerFrame => frame(json);
const isPage = (json: unknown): json is EntryPage => like(json, page);
const isSession = (json: unknown): json is WidgetSession => like(json, session);
/** Any word: words.ts has a sentence for those that it doesn't know, and a list of them all would be bytes. */
const isReason = (value: unknown): value is RefusalReason => like(value, "");

const reading =
	<T>(is: (json: unknown) => json is T) =>
	(json: unknown): T | null =>
		is(json) ? json : null;

export function readFrame(data: string): ServerFrame | null {
	try {
		const json: unknown = JSON.parse(data);
		return isFrame(json) ? json : null;
	} catch {
		return null;
	}
}

export const readSession = reading(isSession);

export const readers: Readers = {
	page: reading(isPage),
	frames(json) {
		const { frames }: { frames?: unknown } = Object(json);
		// As on a socket: a frame of a kind that is not known is passed over, and the others count.
		return Array.isArray(frames) ? frames.filter(isFrame) : null;
	},
	reason(json) {
		const { reason }: { reason?: unknown } = Object(json);
		return isReason(reason) ? reason : undefined;
	},
};
