/**
 * Every action that changes the knowledge base, one function each: `(context, actor, input) → Result`. The permission is
 * checked here, whoever calls. Reads go to the object directly, and the object carries actions out (knowledge.ts).
 */
import { actorMay } from "../auth/actor.ts";
import { knowledge } from "../durable/objects.ts";
import type { Actor } from "../protocol/actor.ts";
import type {
	Article,
	ArticleDraft,
	Question,
	QuestionDraft,
	QuestionSwitches,
} from "../protocol/knowledge/articles.ts";
import type { SiteSettings, Source } from "../protocol/knowledge/source.ts";
import type { Result } from "../protocol/result.ts";
import type { DocumentRefused } from "./article/store.ts";
import type { SourceRefusal, SourceResult } from "./source/commands.ts";
import { type AddressRefusal, checkAddress } from "./source/crawl/address.ts";

export type KnowledgeContext = { env: Pick<Env, "KNOWLEDGE">; workspaceId: string };

export type SaveRefusal = "forbidden" | DocumentRefused["reason"];
export type SourceActionRefusal = "forbidden" | SourceRefusal;
/** `address`: the site's address may not be crawled; `because` is the reason of the check (crawl/address.ts). */
export type SiteResult =
	| Result<Source, SourceActionRefusal>
	| { ok: false; reason: "address"; because: AddressRefusal };

/** A text to save. `id` null creates a document; `basedOn` is the `updatedAt` of the text that was edited. */
type Saving<Draft> = { id: string | null; draft: Draft; basedOn?: number };

const forbidden = { ok: false, reason: "forbidden" } as const;
const missing = { ok: false, reason: "not_found" } as const;

const storeOf = ({ env, workspaceId }: KnowledgeContext) => knowledge(env, workspaceId);

/** Makes an action that needs the permission "configure"; `act` gets the workspace's object after the check. */
const configureAction =
	<Input, Done>(act: (store: ReturnType<typeof storeOf>, input: Input) => Promise<Done>) =>
	async (context: KnowledgeContext, actor: Actor, input: Input): Promise<Done | typeof forbidden> =>
		actorMay(actor, "configure") ? act(storeOf(context), input) : forbidden;

const valueOrNotFound = <Value>(value: Value | null): Result<Value, "not_found"> =>
	value === null ? missing : { ok: true, value };
const doneOrNotFound = (existed: boolean): Result<undefined, "not_found"> =>
	existed ? { ok: true, value: undefined } : missing;
const toResult = (result: SourceResult): Result<Source, SourceRefusal> =>
	result.ok ? { ok: true, value: result.source } : result;

/* ---------- articles and questions ---------- */

export const saveArticle = configureAction(
	async (store, { id, draft, basedOn }: Saving<ArticleDraft>): Promise<Result<Article, SaveRefusal>> => {
		const saved = await store.saveArticle(id, draft, basedOn);
		return saved.ok ? { ok: true, value: saved.article } : saved;
	},
);

export const saveQuestion = configureAction(
	async (store, { id, draft, basedOn }: Saving<QuestionDraft>): Promise<Result<Question, SaveRefusal>> => {
		const saved = await store.saveQuestion(id, draft, basedOn);
		return saved.ok ? { ok: true, value: saved.question } : saved;
	},
);

export const switchArticle = configureAction(async (store, { id, enabled }: { id: string; enabled: boolean }) =>
	valueOrNotFound<Article>(await store.switchArticle(id, enabled)),
);

export const switchQuestion = configureAction(
	async (store, { id, switches }: { id: string; switches: QuestionSwitches }) =>
		valueOrNotFound<Question>(await store.switchQuestion(id, switches)),
);

export const removeArticle = configureAction(async (store, { id }: { id: string }) =>
	doneOrNotFound(await store.removeArticle(id)),
);

export const removeQuestion = configureAction(async (store, { id }: { id: string }) =>
	doneOrNotFound(await store.removeQuestion(id)),
);

/* ---------- gaps and suggestions ---------- */

export const setGapState = configureAction(
	async (store, { id, state }: { id: number; state: "open" | "dismissed" | "resolved" }) =>
		doneOrNotFound(await store.setGapState(id, state)),
);

export const setSuggestionState = configureAction(
	async (store, { id, state }: { id: number; state: "open" | "dismissed" | "saved" }) =>
		doneOrNotFound(await store.setSuggestionState(id, state)),
);

/** Deletes a conversation's rows from gaps and suggestions; the value is how many. */
export const forgetConversation = configureAction(
	async (store, { id }: { id: string }): Promise<Result<number, "forbidden">> => ({
		ok: true,
		value: await store.forget(id),
	}),
);

/* ---------- sources ---------- */

/** The body is streamed to storage and never held whole. */
export const uploadFile = configureAction(
	async (store, { name, body }: { name: string; body: ReadableStream<Uint8Array> }) =>
		toResult(await store.upload(name, body)),
);

/** `loopback`: servers on this machine may be read; true for a developer's dashboard only (crawl/address.ts). */
type Site = { settings: SiteSettings; loopback: boolean };

/** Checks a site's address and completes it, for people leave out "https://". */
function checkSite({ settings, loopback }: Site) {
	const named = /^[a-z][a-z\d+.-]*:\/\//i.test(settings.address);
	const address = checkAddress(named ? settings.address : `https://${settings.address}`, { loopback });
	if (!address.ok) return { ok: false, reason: "address", because: address.reason } as const;
	return { ok: true, settings: { ...settings, address: address.url.href, loopback } } as const;
}

export const addSite = configureAction(async (store, site: Site): Promise<SiteResult> => {
	const address = checkSite(site);
	return address.ok ? toResult(await store.addSite(address.settings)) : address;
});

export const changeSite = configureAction(
	async (store, { id, ...site }: Site & { id: string }): Promise<SiteResult> => {
		const address = checkSite(site);
		return address.ok ? toResult(await store.changeSite(id, address.settings)) : address;
	},
);

export const readAgain = configureAction(async (store, { id }: { id: string }) => toResult(await store.readAgain(id)));

export const stopReading = configureAction(async (store, { id }: { id: string }) =>
	toResult(await store.stopReading(id)),
);

export const removeSource = configureAction(async (store, { id }: { id: string }) =>
	doneOrNotFound(await store.removeSource(id)),
);
