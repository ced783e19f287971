/**
 * Every action of the knowledge base, by name: one door for routes, conversations and, later, the API and rules. Each
 * checks by itself what its actor may do. What the tasks read (tasks.ts) was begun by an action here.
 */
import type { Actor } from "../../protocol/actor.ts";
import type { KnowledgeContext, KnowledgeResult } from "./context.ts";
import {
	removeArticle,
	removeQuestion,
	saveArticle,
	saveQuestion,
	switchArticle,
	switchQuestion,
} from "./documents.ts";
import { forgetConversation, reportSolved, reportTurn, setGapState, setSuggestionState } from "./gaps.ts";
import { addSite, changeSite, readAgain, removeSource, stopReading, uploadFile } from "./sources.ts";
import { askWordings, setWordings } from "./wordings.ts";

/** By name. A test asks that each has its row in the table of who may do what. */
export const knowledgeActions = {
	save_article: saveArticle,
	switch_article: switchArticle,
	remove_article: removeArticle,
	save_question: saveQuestion,
	switch_question: switchQuestion,
	remove_question: removeQuestion,
	report_turn: reportTurn,
	report_solved: reportSolved,
	forget_conversation: forgetConversation,
	set_gap_state: setGapState,
	set_suggestion_state: setSuggestionState,
	set_wordings: setWordings,
	ask_wordings: askWordings,
	upload_file: uploadFile,
	add_site: addSite,
	change_site: changeSite,
	read_again: readAgain,
	stop_reading: stopReading,
	remove_source: removeSource,
};

export type KnowledgeActionName = keyof typeof knowledgeActions;
type Inputs = { [Name in KnowledgeActionName]: Parameters<(typeof knowledgeActions)[Name]>[2] };

const actions: {
	readonly [Name in KnowledgeActionName]: (
		context: KnowledgeContext,
		actor: Actor,
		input: Inputs[Name],
	) => KnowledgeResult | Promise<KnowledgeResult>;
} = knowledgeActions;

/** An action with its actor and the input that belongs to it. Over RPC a union keeps these types; generics don't. */
export type KnowledgeCall = {
	[Name in KnowledgeActionName]: [actor: Actor, action: Name, input: Inputs[Name]];
}[KnowledgeActionName];

const run = <Name extends KnowledgeActionName>(
	context: KnowledgeContext,
	actor: Actor,
	action: Name,
	input: Inputs[Name],
): KnowledgeResult | Promise<KnowledgeResult> => actions[action](context, actor, input);

/** Runs one by its name. */
export const runKnowledgeAction = (
	context: KnowledgeContext,
	[actor, action, input]: KnowledgeCall,
): KnowledgeResult | Promise<KnowledgeResult> => run<KnowledgeActionName>(context, actor, action, input);
