/**
 * Validates the server's frames and answers by comparing them with samples. The schemas that the server and the dashboard
 * use would add 4 KB gzipped to a widget that may have 20. This checks the fields that the chat relies on, and refuses
 * anything else. Words and kinds of a later release aren't refused: as in the schemas, they are read as the nearest known
 * ones.
 */
import type { EntryPage } from "../../../src/protocol/conversation/details.ts";
import type { WidgetSession } from "../../../src/protocol/widget.ts";
import type { RefusalReason, ServerFrame } from "../../../src/protocol/conversation/frames.ts";
import type { Readers } from "../../../client/request.ts";

type Check = (value: unknown) => boolean;

/** A sample of a type: "" stands for any string, 0 for any number, {} for any object; a function checks the value itself. */
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
/** One of several samples, selected by the value of `key`. */
const variant =
	(key: string, samples: Record<string, Sample>): Check =>
	(value) => {
		const kind = String(Reflect.get(Object(value), key));
		return Object.hasOwn(samples, kind) && like(value, samples[kind] ?? {});
	};

/**
 * A value that isn't like `sample` but like `least` comes from a later release: the fields of `nearest` are written into it.
 * The value may be changed, because it was just parsed and nothing else refers to it.
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
			citations: optional(list({ id: "", title: "" })),
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
	/** `state` holds only the changed fields, which are merged into a state that was checked whole. */
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
/** Any string passes: labels.ts has a general sentence for unknown reasons, and a list of all would make the widget bigger. */
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
		// Frames of an unknown kind are skipped, as on a socket.
		return Array.isArray(frames) ? frames.filter(isFrame) : null;
	},
	reason(json) {
		const { reason }: { reason?: unknown } = Object(json);
		return isReason(reason) ? reason : undefined;
	},
};
