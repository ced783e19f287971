/**
 * The HTTP answers the widget and the dashboard read, as schemas both ends share. Routes check what they send with
 * `satisfies`, clients parse what they get. In place of Hono's inferred client, whose types would drag the Worker's
 * globals into browser code.
 */
import * as v from "valibot";
import { Role } from "./actor.ts";
import { ConversationState, Entry } from "./conversation/entry.ts";
import { Availability } from "./conversation/frames.ts";
import { ListItem } from "./inbox.ts";
import { Style } from "./style.ts";

/* ---------- the widget ---------- */

/** POST /api/widget/boot, by the loader: may the launcher show, and is something unread? 403 means stay hidden. */
export const Boot = v.object({ name: v.string(), unread: v.number() });
export type Boot = v.InferOutput<typeof Boot>;

/** POST /api/widget/session, when the chat opens: who the visitor is and what to greet them with. */
export const WidgetSession = v.object({
	token: v.string(),
	visitorId: v.string(),
	name: v.string(),
	greeting: v.string(),
	availability: Availability,
});
export type WidgetSession = v.InferOutput<typeof WidgetSession>;

/** GET …/entries: a page of history, oldest first. */
export const EntryPage = v.object({
	entries: v.array(Entry),
	/**
	 * True: there is more before these. After `since` it means that too much was missed to send it all: these are the
	 * latest page, and replace what the client has.
	 */
	more: v.boolean(),
	state: v.nullable(ConversationState),
	seq: v.number(),
});
export type EntryPage = v.InferOutput<typeof EntryPage>;

/* ---------- who may ---------- */

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

/* ---------- the workspace ---------- */

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

/* ---------- conversations ---------- */

/** What we know of the visitor's browser. Nothing here identifies them by itself. */
export const VisitorDetails = v.object({
	page: v.nullable(v.object({ url: v.string(), title: v.string() })),
	referrer: v.nullable(v.string()),
	place: v.nullable(v.string()),
	timezone: v.nullable(v.string()),
	language: v.nullable(v.string()),
	device: v.nullable(v.string()),
	browser: v.nullable(v.string()),
	firstSeenAt: v.number(),
});
export type VisitorDetails = v.InferOutput<typeof VisitorDetails>;

/** GET /api/conversations/:id: the thread's sidebar. The thread itself comes over the socket. */
export const ConversationDetails = v.object({
	item: ListItem,
	visitor: VisitorDetails,
	/** The visitor's other conversations, latest first. */
	earlier: v.array(ListItem),
	contact: v.nullable(
		v.object({ id: v.string(), name: v.nullable(v.string()), email: v.nullable(v.string()), notes: v.string() }),
	),
});
export type ConversationDetails = v.InferOutput<typeof ConversationDetails>;

/** POST /api/conversations/:id/actions answers this; a refusal is a problem with `reason`. */
export const ActionResult = v.object({ state: ConversationState });
export type ActionResult = v.InferOutput<typeof ActionResult>;

/* ---------- contacts and blocks ---------- */

export const BlockRequest = v.object({
	duration: v.picklist(["24h", "7d", "30d", "forever"]),
	reason: v.pipe(v.string(), v.trim(), v.maxLength(300)),
	/** Cover the network address too, kept only as a keyed hash. */
	address: v.boolean(),
});
export type BlockRequest = v.InferOutput<typeof BlockRequest>;

export const Block = v.object({
	id: v.string(),
	reason: v.string(),
	createdAt: v.number(),
	/** ms since 1970; null is for good. */
	until: v.nullable(v.number()),
	by: v.string(),
});
export type Block = v.InferOutput<typeof Block>;

export const ContactSummary = v.object({
	id: v.string(),
	name: v.nullable(v.string()),
	email: v.nullable(v.string()),
	conversations: v.number(),
	lastConversationAt: v.nullable(v.number()),
	blocked: v.boolean(),
});
export type ContactSummary = v.InferOutput<typeof ContactSummary>;

/** GET /api/contacts?search=&blocked=1&cursor= */
export const ContactPage = v.object({ contacts: v.array(ContactSummary), cursor: v.nullable(v.string()) });
export type ContactPage = v.InferOutput<typeof ContactPage>;

export const ContactProfile = v.object({
	id: v.string(),
	name: v.nullable(v.string()),
	email: v.nullable(v.string()),
	notes: v.string(),
	firstSeenAt: v.number(),
	lastActiveAt: v.number(),
	block: v.nullable(Block),
	conversations: v.array(ListItem),
});
export type ContactProfile = v.InferOutput<typeof ContactProfile>;

export const ContactEdit = v.object({
	name: v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(120))),
	email: v.nullable(v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email("Enter an e-mail address."))),
	notes: v.pipe(v.string(), v.maxLength(5_000)),
});
export type ContactEdit = v.InferOutput<typeof ContactEdit>;

/* ---------- knowledge ---------- */

export { ArticleDraft, QuestionDraft } from "./knowledge/articles.ts";

/* ---------- the outbox ---------- */

/** A side effect that was tried for a day and given up on. It says what kind it is, and nobody's words. */
export const GivenUpEffect = v.object({
	id: v.number(),
	type: v.string(),
	/** When its cause happened, ms since 1970. */
	since: v.number(),
	attempts: v.number(),
});
export type GivenUpEffect = v.InferOutput<typeof GivenUpEffect>;

/** GET /api/outbox: the oldest first, a hundred at most. */
export const OutboxReport = v.object({ givenUp: v.array(GivenUpEffect) });
export type OutboxReport = v.InferOutput<typeof OutboxReport>;

/* ---------- errors ---------- */

/** RFC 9457 problem details. `detail` says what to do; `fields` names the inputs that are wrong. */
export const Problem = v.object({
	type: v.string(),
	title: v.string(),
	status: v.number(),
	detail: v.optional(v.string()),
	/** A refusal's reason, for clients that switch on it. */
	reason: v.optional(v.string()),
	fields: v.optional(v.record(v.string(), v.string())),
});
export type Problem = v.InferOutput<typeof Problem>;
