/**
 * Decides which side effects a change of a conversation has, whoever made the change. It writes nothing: the rows are
 * written with the change (storage/store.ts) and delivered after it (deliveries.ts).
 */
import type { AnswerResult } from "../../answer/answer.ts";
import type { Entry } from "../../protocol/conversation/entry.ts";
import { messageWords } from "../../protocol/conversation/file.ts";
import type { State } from "../state.ts";
import type { Log } from "../storage/log.ts";
import type { Effect } from "./deliveries.ts";
import { solution, turnReport } from "./knowledge-report.ts";

/** The latest messages that are searched for a teammate's answer. */
const SOLVED_MESSAGES = 60;

export type EffectFacts = {
	/** In ms since 1970. */
	now: number;
	log: Pick<Log, "bySeq" | "messagesUpTo">;
	/** The outcome of the AI's turn that made the change; null for other changes. */
	turn: { answered: AnswerResult | null; question: string } | null;
};

/** The effects of a change. `before` is null for the conversation's first entries. A change without entries has none. */
export function effectsOf(before: State | null, entries: readonly Entry[], after: State, facts: EffectFacts): Effect[] {
	const [first] = entries;
	if (!first) return [];
	const { now: at, turn } = facts;
	const effects: (Effect | null)[] = [];
	if (before === null && after.contactId !== null) effects.push({ type: "started", contactId: after.contactId, at });
	for (const entry of entries) effects.push(effectOfEntry(before, entry, after, facts));
	if (turn)
		effects.push(turnReport(turn.answered, { question: turn.question, seq: first.seq, at, names: names(after) }));
	return effects.filter((effect) => effect !== null);
}

function effectOfEntry(before: State | null, entry: Entry, after: State, { now: at, log }: EffectFacts): Effect | null {
	if (entry.kind === "message" && entry.mail?.isProven) return { type: "proved", email: entry.mail.from, at };
	if (entry.kind !== "event") return null;
	const { event } = entry;
	switch (event.type) {
		case "identified":
			return event.by === "visitor" && event.email !== undefined ? { type: "email", email: event.email, at } : null;
		case "transcript":
			return { type: "transcript", to: event.to, at };
		case "mailed":
			return { type: "mail", to: event.to, after: after.mailedBefore, upTo: event.upTo, seq: entry.seq, at };
		case "blocked":
			return { type: "forget", at };
		case "note_deleted": {
			const note = log.bySeq(event.note);
			if (note?.kind !== "note") return null;
			const files = (note.files ?? []).map(({ id }) => id);
			return { type: "note_deleted", note: note.seq, text: messageWords(note), files, seq: entry.seq, at };
		}
		case "closed":
			if (before?.handler !== "human") return null;
			return solution(log.messagesUpTo(before.seq, SOLVED_MESSAGES), { at, names: names(after) });
		default:
			return null;
	}
}

/** The visitor's known names, which are redacted in texts for the knowledge base. */
const names = ({ name }: State): string[] => (name === null ? [] : [name]);
