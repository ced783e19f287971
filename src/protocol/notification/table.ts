/**
 * What members are told of, and by which way: the table that each member sets, the defaults for who has set nothing, and what
 * a workspace decides for all. notification/decide.ts reads it; the dashboard shows it.
 */
import * as v from "valibot";

/**
 * What somebody can be told of. "reopened": the visitor writes again in a conversation that the member closed. "woke": a
 * conversation's snooze has ended.
 */
export const What = v.picklist([
	"waiting",
	"mine",
	"assigned",
	"mentioned",
	"reopened",
	"woke",
	"ai_trouble",
	"source_failed",
	"bounced",
	"channel_failed",
]);
export type What = v.InferOutput<typeof What>;

/** By which way. The first three need an open dashboard; "mail" is sent only for what stays unseen. */
export const Way = v.picklist(["sound", "badge", "browser", "push", "mail"]);
export type Way = v.InferOutput<typeof Way>;

const distinct = v.transform((ways: Way[]) => Way.options.filter((way) => ways.includes(way)));
const Ways = v.pipe(v.array(Way), v.maxLength(20), distinct);
/** Stored ways: those of a later release are left out. */
const KnownWays = v.pipe(
	v.array(v.fallback(v.nullable(Way), null)),
	v.transform((ways) => ways.filter((way) => way !== null)),
	distinct,
);

/** Ways as a client reads them. Null: one of a later release. */
export const WaysRead = v.array(v.fallback(v.nullable(Way), null));

const all = <Schema extends v.GenericSchema>(schema: Schema) => ({
	waiting: schema,
	mine: schema,
	assigned: schema,
	mentioned: schema,
	reopened: schema,
	woke: schema,
	ai_trouble: schema,
	source_failed: schema,
	bounced: schema,
	channel_failed: schema,
});

/** What holds where a page of an earlier release sends no such row, or one stored none. */
const WOKE: Way[] = ["badge", "browser", "push", "mail"];

export const WayTable = v.object({ ...all(Ways), woke: v.optional(Ways, WOKE) });
export type WayTable = v.InferOutput<typeof WayTable>;

/** The same as a client reads it. */
export const WayTableRead = v.object({ ...all(WaysRead), woke: v.optional(WaysRead, WOKE) });
type WayTableRead = v.InferOutput<typeof WayTableRead>;

/** Only the rows that are present. */
const WayTableChange = v.partial(WayTable);
const StoredRows = v.partial(v.object(all(v.fallback(v.optional(KnownWays), undefined))));

/**
 * Quiet: what concerns oneself makes a sound and shows up, what concerns the set-up is a mail. Push is in it because it needs
 * a device that the member has connected by a button.
 */
export const quietDefaults: WayTable = {
	waiting: ["sound", "badge", "browser", "push", "mail"],
	mine: ["sound", "badge", "browser", "push", "mail"],
	assigned: ["badge", "browser", "push", "mail"],
	mentioned: ["badge", "browser", "push", "mail"],
	reopened: ["badge", "browser"],
	woke: WOKE,
	ai_trouble: ["mail"],
	source_failed: ["mail"],
	bounced: ["badge", "mail"],
	channel_failed: ["badge", "mail"],
};

const clock = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time as 22:00."));

/** Hours of the member's day, in their time zone, in which nothing disturbs them. They may run past midnight. */
const QuietHours = v.object({ from: clock, to: clock });
export type QuietHours = v.InferOutput<typeof QuietHours>;

/** What a member has set. Rows that aren't in `table` are as the workspace has them. */
export const Preferences = v.object({
	table: v.fallback(StoredRows, {}),
	quiet: v.fallback(v.nullable(QuietHours), null),
	/** Told outside business hours too. */
	whenOut: v.fallback(v.boolean(), false),
});
export type Preferences = v.InferOutput<typeof Preferences>;

/** Only what is present changes; of the table, only the rows that are present. Null: as the workspace has them all again. */
export const PreferencesChange = v.partial(
	v.object({ table: v.nullable(WayTableChange), quiet: v.nullable(QuietHours), whenOut: v.boolean() }),
);
export type PreferencesChange = v.InferOutput<typeof PreferencesChange>;

/** What the workspace decides for its members: part of its settings. */
export const NotificationSettings = v.object({
	/** The ways that members who have set nothing are told by: never more than `quietDefaults`. */
	notificationDefaults: v.optional(WayTable, quietDefaults),
	/** Whether mail, push and chat channels leave out what was written. */
	notificationsWithoutText: v.optional(v.boolean(), false),
	/** After so many minutes without a reaction the next people are told; null: nobody is. */
	escalateAfterMinutes: v.optional(v.nullable(v.pipe(v.number(), v.minValue(1), v.maxValue(240))), 15),
});
export type NotificationSettings = v.InferOutput<typeof NotificationSettings>;

/** A table of these rows. */
export const tableOf = (row: (what: What) => Way[]): WayTable => ({
	waiting: row("waiting"),
	mine: row("mine"),
	assigned: row("assigned"),
	mentioned: row("mentioned"),
	reopened: row("reopened"),
	woke: row("woke"),
	ai_trouble: row("ai_trouble"),
	source_failed: row("source_failed"),
	bounced: row("bounced"),
	channel_failed: row("channel_failed"),
});

/** The table without what `quietDefaults` hasn't: a workspace lowers, its members raise for themselves. */
export const lowered = (table: WayTableRead): WayTable =>
	tableOf((what) => quietDefaults[what].filter((way) => table[what].includes(way)));

/** The ways that hold for a member: their own rows, and the workspace's where they have none. */
export const waysOf = (own: Preferences["table"], defaults: WayTableRead, what: What): readonly Way[] =>
	own[what] ?? lowered(defaults)[what];
