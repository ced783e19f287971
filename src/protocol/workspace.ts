/**
 * A workspace as its members read and change it: the team, the settings, the first set-up. The schemas check the form of a
 * value; the server's actions check its meaning (does the time zone exist, is the site an origin).
 */
import * as v from "valibot";
import { Role } from "./actor.ts";
import { CallLimits, FileLimits, StartLimits } from "./settings/budgets.ts";
import { ColourSettings } from "./settings/colour.ts";
import { MailSettings } from "./settings/mail.ts";
import { RoutingSettings } from "./settings/routing.ts";
import { EmailAddress } from "./text/email.ts";
import { NotificationSettings, quietDefaults, WayTableRead } from "./notification/table.ts";
import { Style } from "./style.ts";
import { ShownLine, ShownText } from "./text/shown.ts";

export const MemberSummary = v.object({ id: v.string(), name: v.string(), email: v.string(), role: Role });
export type MemberSummary = v.InferOutput<typeof MemberSummary>;

/** A member as a dashboard reads one. A role of a later release is read as "viewer"; the server decides what it may do. */
const MemberRead = v.object({ ...MemberSummary.entries, role: v.fallback(Role, "viewer") });

export const SetupState = v.object({ needed: v.boolean() });
export type SetupState = v.InferOutput<typeof SetupState>;

/** The first owner's set-up form. The deploy command prints the code, or it is set as the secret SETUP_CODE. */
export const SetupRequest = v.object({
	code: v.pipe(v.string(), v.trim(), v.minLength(1, "Enter the set-up code."), v.maxLength(200)),
	workspace: v.pipe(ShownLine, v.minLength(1, "Give the workspace a name."), v.maxLength(80)),
	/** The site that will show the widget, such as https://shop.example. More can be added later. */
	site: v.pipe(v.string(), v.trim(), v.maxLength(200)),
	name: v.pipe(ShownLine, v.minLength(1, "Enter your name."), v.maxLength(80)),
	email: EmailAddress,
	password: v.pipe(v.string(), v.minLength(10, "Use at least 10 characters."), v.maxLength(128)),
});
export type SetupRequest = v.InferOutput<typeof SetupRequest>;

const origin = v.pipe(v.string(), v.trim(), v.maxLength(200));
const time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
/** "2026-12-24", or "12-25" for every year. */
const holiday = v.pipe(
	v.string(),
	v.regex(
		/^(?:\d{4}-)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
		"Write days as 2026-12-24, or 12-25 for every year.",
	),
);

/** Business hours by weekday, from Monday; null is a day off. What was stored before there were holidays has none. */
export const Hours = v.object({
	timezone: v.pipe(v.string(), v.maxLength(64)),
	days: v.pipe(v.array(v.nullable(v.object({ from: time, to: time }))), v.length(7)),
	/** Days on which nobody is in, whatever weekday they are. */
	holidays: v.optional(v.pipe(v.array(holiday), v.maxLength(100, "Up to 100 holidays."))),
});
export type Hours = v.InferOutput<typeof Hours>;

export const WorkspaceSettings = v.object({
	greeting: v.pipe(ShownText, v.trim(), v.minLength(1), v.maxLength(300)),
	/** Sites whose pages may show the widget, as origins: "https://shop.example". */
	allowedOrigins: v.pipe(v.array(origin), v.maxLength(50)),
	/** Whether the query of page addresses ("?order=4711") is kept with conversations. It often holds secrets. */
	keepPageQuery: v.optional(v.boolean(), false),
	/** Whether every member needs a second factor beside the password. */
	requireSecondFactor: v.optional(v.boolean(), false),
	/** Below this confidence the AI offers a person. */
	threshold: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
	/** Whether a visitor who asks for a person gets one at once, or an offer first. */
	onRequest: v.picklist(["connect", "offer"]),
	closeAfterAiHours: v.pipe(v.number(), v.minValue(1), v.maxValue(720)),
	closeAfterHumanHours: v.pipe(v.number(), v.minValue(1), v.maxValue(720)),
	noShowMinutes: v.pipe(v.number(), v.minValue(1), v.maxValue(240)),
	/** Topics that the AI hands to a person, as words or phrases. Some also match by meaning (answer/topics.ts). */
	sensitiveTopics: v.pipe(v.array(v.pipe(ShownLine, v.minLength(1), v.maxLength(80))), v.maxLength(100)),
	/** The languages the team writes in, the first one most (BCP 47). For a visitor whose own nothing tells. */
	languages: v.optional(
		v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*$/))), v.maxLength(10)),
		[],
	),
	/** Business hours; null: always open. */
	hours: v.nullable(Hours),
	...ColourSettings.entries,
	...MailSettings.entries,
	...Style.entries,
	...StartLimits.entries,
	...CallLimits.entries,
	...FileLimits.entries,
	...NotificationSettings.entries,
	...RoutingSettings.entries,
	/** What follows when a visitor sends only files while the AI answers: a sentence that it can't see them, or a person. */
	onFileAlone: v.optional(v.picklist(["say", "hand_off"]), "say"),
});
export type WorkspaceSettings = v.InferOutput<typeof WorkspaceSettings>;

/** PATCH /api/workspace: only the fields that are present change. */
export const WorkspaceChange = v.partial(
	v.object({
		...WorkspaceSettings.entries,
		name: v.pipe(ShownLine, v.minLength(1, "Give the workspace a name."), v.maxLength(80)),
	}),
);
export type WorkspaceChange = v.InferOutput<typeof WorkspaceChange>;

/** The settings as clients and conversations read them: an unknown choice of a later release is read as the default. */
export const SettingsRead = v.object({
	...WorkspaceSettings.entries,
	onRequest: v.fallback(WorkspaceSettings.entries.onRequest, "connect"),
	onFileAlone: v.fallback(v.optional(v.picklist(["say", "hand_off"]), "say"), "say"),
	routing: v.fallback(RoutingSettings.entries.routing, "by_hand"),
	tone: v.fallback(Style.entries.tone, "plain"),
	answerLength: v.fallback(Style.entries.answerLength, "medium"),
	model: v.fallback(Style.entries.model, "cheaper"),
	notificationDefaults: v.optional(WayTableRead, quietDefaults),
});

/** The settings of a running conversation: the workspace's, and its name, which is part of the AI's prompts and messages. */
export const RunSettings = v.object({ ...SettingsRead.entries, workspaceName: v.string() });
export type RunSettings = v.InferOutput<typeof RunSettings>;

export const AnswererStatus = v.object({
	/** The adapter that writes the answers now: "workers-ai", "openai-compatible" or "embedded"; later releases may have others. */
	inUse: v.string(),
	/** Why that isn't the first choice, in words for the team; null when it is. */
	because: v.nullable(v.string()),
});
export type AnswererStatus = v.InferOutput<typeof AnswererStatus>;

/** GET /api/me: the data of the dashboard's shell: the member, the workspace, its settings and team, the AI's status. */
export const Me = v.object({
	member: MemberRead,
	/** The profile's choices; null: as the browser has them. */
	reader: v.optional(v.object({ language: v.nullable(v.string()), timezone: v.nullable(v.string()) }), {
		language: null,
		timezone: null,
	}),
	workspace: v.object({ id: v.string(), name: v.string(), publicKey: v.string() }),
	settings: SettingsRead,
	members: v.array(MemberRead),
	answerer: AnswererStatus,
});
export type Me = v.InferOutput<typeof Me>;
