/**
 * A workspace as its members read and change it: the team, the settings, the first set-up. Checks form only; what a name
 * or an address means (a time zone, a site) the server's actions check.
 */
import * as v from "valibot";
import { Role } from "./actor.ts";
import { Style } from "./style.ts";

export const MemberSummary = v.object({ id: v.string(), name: v.string(), email: v.string(), role: Role });
export type MemberSummary = v.InferOutput<typeof MemberSummary>;

/** As a dashboard reads one. A role of a later release may look; what it may do besides is the server's to say. */
const MemberRead = v.object({ ...MemberSummary.entries, role: v.fallback(Role, "viewer") });

export const SetupState = v.object({ needed: v.boolean() });
export type SetupState = v.InferOutput<typeof SetupState>;

/** What the first owner enters. The code is printed by the deploy command or set as the secret SETUP_CODE. */
export const SetupRequest = v.object({
	code: v.pipe(v.string(), v.trim(), v.minLength(1, "Enter the set-up code."), v.maxLength(200)),
	workspace: v.pipe(v.string(), v.trim(), v.minLength(1, "Give the workspace a name."), v.maxLength(80)),
	/** Where the widget will stand, such as https://shop.example. More can be added later. */
	site: v.pipe(v.string(), v.trim(), v.maxLength(200)),
	name: v.pipe(v.string(), v.trim(), v.minLength(1, "Enter your name."), v.maxLength(80)),
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email("Enter an e-mail address.")),
	password: v.pipe(v.string(), v.minLength(10, "Use at least 10 characters."), v.maxLength(128)),
});
export type SetupRequest = v.InferOutput<typeof SetupRequest>;

const origin = v.pipe(v.string(), v.trim(), v.maxLength(200));
const time = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

/** When people are in, by weekday from Monday; null is a day off. */
export const Hours = v.object({
	timezone: v.pipe(v.string(), v.maxLength(64)),
	days: v.pipe(v.array(v.nullable(v.object({ from: time, to: time }))), v.length(7)),
});
export type Hours = v.InferOutput<typeof Hours>;

export const WorkspaceSettings = v.object({
	greeting: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300)),
	/** Sites whose pages may show the widget, as origins: "https://shop.example". */
	allowedOrigins: v.pipe(v.array(origin), v.maxLength(50)),
	/** Under this confidence the AI offers a person. */
	threshold: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
	/** What happens when a visitor asks for a person. */
	onRequest: v.picklist(["connect", "offer"]),
	closeAfterAiHours: v.pipe(v.number(), v.minValue(1), v.maxValue(720)),
	closeAfterHumanHours: v.pipe(v.number(), v.minValue(1), v.maxValue(720)),
	noShowMinutes: v.pipe(v.number(), v.minValue(1), v.maxValue(240)),
	/** Topics that go to a person, as words or phrases. Some are known by more than their words (answer/topics.ts). */
	sensitiveTopics: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))), v.maxLength(100)),
	/** Null: always. */
	hours: v.nullable(Hours),
	...Style.entries,
});
export type WorkspaceSettings = v.InferOutput<typeof WorkspaceSettings>;

/** PATCH /api/workspace: what is named changes, nothing else does. */
export const WorkspaceChange = v.partial(
	v.object({
		...WorkspaceSettings.entries,
		name: v.pipe(v.string(), v.trim(), v.minLength(1, "Give the workspace a name."), v.maxLength(80)),
	}),
);
export type WorkspaceChange = v.InferOutput<typeof WorkspaceChange>;

/** As clients and conversations read them: a choice that a later release has added is read as today's default. */
export const SettingsRead = v.object({
	...WorkspaceSettings.entries,
	onRequest: v.fallback(WorkspaceSettings.entries.onRequest, "connect"),
	tone: v.fallback(Style.entries.tone, "plain"),
	answerLength: v.fallback(Style.entries.answerLength, "medium"),
	model: v.fallback(Style.entries.model, "cheaper"),
});

/** The settings a conversation runs by: the workspace's, and its name, which the AI signs with. */
export const RunSettings = v.object({ ...SettingsRead.entries, workspaceName: v.string() });
export type RunSettings = v.InferOutput<typeof RunSettings>;

export const AnswererStatus = v.object({
	/** Who writes the answers right now: "workers-ai", "openai-compatible" or "embedded"; later releases may have others. */
	inUse: v.string(),
	/** Why it isn't the first choice, in words for the team; null when it is. */
	because: v.nullable(v.string()),
});
export type AnswererStatus = v.InferOutput<typeof AnswererStatus>;

/** GET /api/me: everything a dashboard needs to draw its frame. */
export const Me = v.object({
	member: MemberRead,
	workspace: v.object({ id: v.string(), name: v.string(), publicKey: v.string() }),
	settings: SettingsRead,
	members: v.array(MemberRead),
	answerer: AnswererStatus,
});
export type Me = v.InferOutput<typeof Me>;
