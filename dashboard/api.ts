/**
 * The dashboard's HTTP client. It parses every answer, turns every failure into a sentence for a person, and calls the
 * listener of `onSessionLost` when the session has ended. Never throws.
 */
import * as v from "valibot";
import { Block, type BlockRequest, type ContactEdit, ContactPage, ContactProfile } from "../src/protocol/contact.ts";
import { ActionResult, ConversationDetails } from "../src/protocol/conversation/details.ts";
import { SignedIn } from "../src/protocol/people/account.ts";
import { WholeMail } from "../src/protocol/conversation/mail.ts";
import { Problem } from "../src/protocol/problem.ts";
import { Me, type SetupRequest, SetupState, type WorkspaceSettings } from "../src/protocol/workspace.ts";
import {
	Article,
	type ArticleDraft,
	KnowledgePage,
	type ListQuery,
	Question,
	type QuestionDraft,
	type QuestionSwitches,
} from "../src/protocol/knowledge/articles.ts";
import { Original } from "../src/protocol/knowledge/originals.ts";
import { ArticleWordings, type WordingsChange } from "../src/protocol/knowledge/wordings.ts";
import type { EventEntry } from "../src/protocol/conversation/entry.ts";
import type { MemberAction } from "../src/protocol/conversation/frames.ts";

export type Failure = {
	/** The HTTP status, or 0 without an answer. */
	status: number;
	/** A sentence that says what is wrong and what to do. */
	message: string;
	reason?: string | undefined;
	/** What a teammate did before, which this tab hadn't seen. */
	happened?: EventEntry | undefined;
	/** A sentence for each wrong input, by its path. */
	fields: Record<string, string>;
	/** The caller aborted the request, so there is nothing to report. */
	aborted?: boolean;
};

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

type Call<T> = {
	method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	body?: unknown;
	/** A file, sent unencoded as the body. */
	file?: Blob;
	schema: v.GenericSchema<unknown, T>;
	signal?: AbortSignal;
	/** True: a 401 means wrong credentials, not a lost session. */
	signingIn?: boolean;
};

let sessionLost: () => void = () => {};

/** Sets the listener that runs when an answer says that nobody is signed in any more. */
export function onSessionLost(lost: () => void): void {
	sessionLost = lost;
}

const reasonWords: Record<string, string> = {
	not_now: "That can't be done now: the conversation has changed meanwhile.",
	forbidden: "Your role doesn't allow that.",
	not_found: "That isn't there any more.",
	blocked: "The visitor is blocked.",
	flood: "That was too much at once. Wait a moment and try again.",
	too_long: "That text is too long.",
	empty: "There is nothing to send.",
};

function words(status: number, problem: Problem | null): string {
	if (problem?.detail !== undefined) return problem.detail;
	const known = problem?.reason === undefined ? undefined : reasonWords[problem.reason];
	if (known !== undefined) return known;
	if (status === 401) return "You are signed out. Sign in again.";
	if (status === 403) return "Your role doesn't allow that.";
	if (status === 404) return "That isn't there any more.";
	if (status === 413) return "That is too big to save.";
	if (status === 429) return "Too many attempts. Wait a minute and try again.";
	if (status >= 500) return "The server failed. Try again in a moment.";
	return problem === null
		? "The server refused that. Reload the page and try again."
		: `${problem.title}.`.replace(/\.\.$/, ".");
}

const failed = (status: number, message: string, more: Partial<Failure> = {}): { ok: false; failure: Failure } => ({
	ok: false,
	failure: { status, message, fields: {}, ...more },
});

export async function call<T>(
	path: string,
	{ method = "GET", body, file, schema, signal, signingIn = false }: Call<T>,
): Promise<Answer<T>> {
	let response: Response;
	let json: unknown;
	try {
		const headers: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
		response = await fetch(`/api${path}`, {
			method,
			headers,
			body: file ?? (body === undefined ? null : JSON.stringify(body)),
			signal: signal ?? null,
			credentials: "same-origin",
		});
		json = response.status === 204 ? null : await response.json().catch(() => undefined);
	} catch {
		if (signal?.aborted) return failed(0, "", { aborted: true });
		return failed(
			0,
			navigator.onLine
				? "The server can't be reached. Try again in a moment."
				: "You are offline. Try again once you are back.",
		);
	}
	if (response.ok) {
		const parsed = v.safeParse(schema, json);
		if (parsed.success) return { ok: true, value: parsed.output };
		return failed(response.status, "The server answered in a way this page doesn't know. Reload the page.");
	}
	if (response.status === 401 && !signingIn) sessionLost();
	const parsed = v.safeParse(Problem, json);
	const problem = parsed.success ? parsed.output : null;
	return failed(response.status, words(response.status, problem), {
		reason: problem?.reason,
		happened: problem?.happened,
		fields: problem?.fields ?? {},
	});
}

/** The schema for answers whose body isn't used. */
export const anything = v.unknown();

const at = (id: string) => encodeURIComponent(id);

/* ---------- session and workspace ---------- */

export const setupState = () => call("/setup", { schema: SetupState });
export const setUp = (body: SetupRequest) =>
	call("/setup", { method: "POST", body, schema: anything, signingIn: true });
export const loadMe = () => call("/me", { schema: Me, signingIn: true });
export const signOut = () => call("/auth/sign-out", { method: "POST", body: {}, schema: anything, signingIn: true });

export async function signIn(email: string, password: string): Promise<Answer<v.InferOutput<typeof SignedIn>>> {
	const body = { email, password };
	const answer = await call("/auth/sign-in/email", { method: "POST", body, schema: SignedIn, signingIn: true });
	if (answer.ok || answer.failure.status !== 401) return answer;
	return failed(401, "The e-mail address or the password is wrong.");
}

/** Whether somebody is signed in. Called before `loadMe` where that is unlikely: "no" is an answer here, and not an error. */
export const hasSession = () =>
	call("/auth/get-session", {
		schema: v.pipe(
			anything,
			v.transform((body) => body !== null),
		),
	});

/** The changed settings, and the workspace's name if it changed. */
export type WorkspaceChange = Partial<WorkspaceSettings> & { name?: string };
export const saveWorkspace = (body: WorkspaceChange) => call("/workspace", { method: "PATCH", body, schema: Me });

/* ---------- conversations ---------- */

export const conversationDetails = (id: string, signal: AbortSignal) =>
	call(`/conversations/${at(id)}`, { schema: ConversationDetails, signal });
/** Performs an action. Its address ends with its name, with hyphens. `seen`: the last entry that its actor had before them. */
export const act = (id: string, { type, ...body }: MemberAction, seen?: number) =>
	call(`/conversations/${at(id)}/${type.replaceAll("_", "-")}${seen === undefined ? "" : `?seen=${seen}`}`, {
		method: "POST",
		body,
		schema: ActionResult,
	});
export const blockConversation = (id: string, body: BlockRequest) =>
	call(`/conversations/${at(id)}/block`, { method: "POST", body, schema: Block });
/** Takes back a block that one has just set. */
export const undoBlock = (on: { conversation: string } | { contact: string }) =>
	call(`${"contact" in on ? `/contacts/${at(on.contact)}` : `/conversations/${at(on.conversation)}`}/block/undo`, {
		method: "POST",
		body: {},
		schema: anything,
	});
/** `email`: the claimed address that the teammate saw. The server refuses where the visitor claims another by now. */
export const confirmClaim = (id: string, email: string) =>
	call(`/conversations/${at(id)}/claim/confirm`, { method: "POST", body: { email }, schema: anything });
export const denyClaim = (id: string, email: string) =>
	call(`/conversations/${at(id)}/claim/deny`, { method: "POST", body: { email }, schema: anything });
/** Takes a denial back. */
export const restoreClaim = (id: string, email: string) =>
	call(`/conversations/${at(id)}/claim/restore`, { method: "POST", body: { email }, schema: anything });
export const unblockConversation = (id: string) =>
	call(`/conversations/${at(id)}/unblock`, { method: "POST", body: {}, schema: anything });
/** Sends a held mail on as the visitor's message. `seq`: of the entry that holds it. */
export const sendMailOn = (id: string, seq: number) =>
	call(`/conversations/${at(id)}/mail/send-on`, { method: "POST", body: { seq }, schema: anything });
/** Writes to the visitor's address again, which took no mail. */
export const resumeMail = (id: string) =>
	call(`/conversations/${at(id)}/mail/resume`, { method: "POST", body: {}, schema: anything });
export const mailTranscript = (id: string) =>
	call(`/conversations/${at(id)}/mail/transcript`, { method: "POST", body: {}, schema: anything });
/** The whole of a mail that came. */
export const wholeMail = (id: string, mail: string) =>
	call(`/conversations/${at(id)}/mails/${at(mail)}`, { schema: WholeMail });
/** The address of the same as a file. */
export const mailFileAddress = (id: string, mail: string) => `/api/conversations/${at(id)}/mails/${at(mail)}/file`;
export const forgetBrowser = (id: string) =>
	call(`/conversations/${at(id)}/forget-browser`, { method: "POST", body: {}, schema: anything });

/* ---------- contacts ---------- */

export type ContactQuery = { search: string; blocked: boolean; cursor: string | null };

export function contacts({ search, blocked, cursor }: ContactQuery, signal: AbortSignal) {
	const query = new URLSearchParams();
	if (search !== "") query.set("search", search);
	if (blocked) query.set("blocked", "1");
	if (cursor !== null) query.set("cursor", cursor);
	return call(`/contacts?${query}`, { schema: ContactPage, signal });
}

export const contact = (id: string, signal: AbortSignal) =>
	call(`/contacts/${at(id)}`, { schema: ContactProfile, signal });
export const saveContact = (id: string, body: ContactEdit) =>
	call(`/contacts/${at(id)}`, { method: "PATCH", body, schema: ContactProfile });
export const blockContact = (id: string, body: BlockRequest) =>
	call(`/contacts/${at(id)}/block`, { method: "POST", body, schema: Block });
export const unblockContact = (id: string) =>
	call(`/contacts/${at(id)}/unblock`, { method: "POST", body: {}, schema: ContactProfile });

/* ---------- knowledge ---------- */

export function knowledge({ kind, search, source, cursor }: ListQuery, signal: AbortSignal) {
	const query = new URLSearchParams({ kind });
	if (search !== "") query.set("search", search);
	if (source !== "") query.set("source", source);
	if (cursor !== null) query.set("cursor", cursor);
	return call(`/documents?${query}`, { schema: KnowledgePage, signal });
}
export const article = (id: string, signal: AbortSignal) => call(`/articles/${at(id)}`, { schema: Article, signal });
export const question = (id: string, signal: AbortSignal) => call(`/questions/${at(id)}`, { schema: Question, signal });
/** The version that a save replaces: the document's id, and the `updatedAt` of the version. Null creates a document. */
export type Base = { id: string; basedOn: number } | null;
export const saveArticle = (base: Base, draft: ArticleDraft) =>
	call(base === null ? "/articles" : `/articles/${at(base.id)}`, {
		method: base === null ? "POST" : "PUT",
		body: base === null ? draft : { ...draft, basedOn: base.basedOn },
		schema: Article,
	});
export const saveQuestion = (base: Base, draft: QuestionDraft) =>
	call(base === null ? "/questions" : `/questions/${at(base.id)}`, {
		method: base === null ? "POST" : "PUT",
		body: base === null ? draft : { ...draft, basedOn: base.basedOn },
		schema: Question,
	});
export const wordings = (id: string, signal: AbortSignal) =>
	call(`/articles/${at(id)}/wordings`, { schema: ArticleWordings, signal });
export const setWordings = (id: string, body: WordingsChange) =>
	call(`/articles/${at(id)}/wordings`, { method: "PUT", body, schema: ArticleWordings });
export const askWordings = (source: string) =>
	call(`/sources/${at(source)}/wordings`, { method: "POST", body: {}, schema: anything });
export const switchArticle = (id: string, enabled: boolean) =>
	call(`/articles/${at(id)}`, { method: "PATCH", body: { enabled }, schema: Article });
export const switchQuestion = (id: string, body: QuestionSwitches) =>
	call(`/questions/${at(id)}`, { method: "PATCH", body, schema: Question });
export const original = (id: string, signal: AbortSignal) =>
	call(`/articles/${at(id)}/original`, { schema: Original, signal });
export const removeArticle = (id: string) => call(`/articles/${at(id)}`, { method: "DELETE", schema: anything });
export const removeQuestion = (id: string) => call(`/questions/${at(id)}`, { method: "DELETE", schema: anything });
