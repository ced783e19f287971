/** What every action of the knowledge base is given and may answer, and who may configure. Used by the actions only. */
import { actorMay } from "../../auth/actor.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Article, Question } from "../../protocol/knowledge/articles.ts";
import type { DocumentRefused } from "../article/store.ts";
import type { SourceRefusal, SourceResult } from "../source/commands.ts";
import type { AddressRefusal } from "../source/crawl/address.ts";

export type KnowledgeContext = { storage: DurableObjectStorage };

export type SaveRefusal = "forbidden" | DocumentRefused["reason"];
export type SourceActionRefusal = "forbidden" | SourceRefusal;

export type KnowledgeRefused =
	| { ok: false; reason: SaveRefusal | SourceActionRefusal }
	/** A site's address may not be crawled: why is the checker's word. */
	| { ok: false; reason: "address"; because: AddressRefusal };

export type SavedArticle = { ok: true; article: Article };
export type SavedQuestion = { ok: true; question: Question };

/** What was made or changed, as it is now. `forgotten`: how many rows went. */
export type KnowledgeResult =
	| SavedArticle
	| SavedQuestion
	| Extract<SourceResult, { ok: true }>
	| { ok: true; forgotten: number }
	| { ok: true }
	| KnowledgeRefused;

export const forbidden = { ok: false, reason: "forbidden" } as const;
export const missing = { ok: false, reason: "not_found" } as const;

/** An action for those who may configure. */
export const configuring =
	<Input, Done extends KnowledgeResult | Promise<KnowledgeResult>>(
		act: (context: KnowledgeContext, input: Input) => Done,
	) =>
	(context: KnowledgeContext, actor: Actor, input: Input): Done | typeof forbidden =>
		actorMay(actor, "configure") ? act(context, input) : forbidden;

/** There was something to change, or there wasn't. */
export const doneIf = (was: boolean): { ok: true } | typeof missing => (was ? { ok: true } : missing);
