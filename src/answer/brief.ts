/** What a teammate who takes over needs to know, in a few lines: what the customer wants, what was tried, how sure the AI was. */
import type { EscalationReason, Source } from "../protocol/entry.ts";
import type { Said } from "./port.ts";

const because: Record<EscalationReason, string> = {
	asked_for_person: "They asked for a person.",
	low_confidence: "The AI wasn't sure enough to answer.",
	nothing_found: "The knowledge base has nothing about this.",
	ai_failed: "The AI couldn't write an answer.",
	too_many_turns: "Several attempts didn't resolve it.",
	frustrated: "They sound frustrated.",
	sensitive: "It touches a topic that goes to a person.",
	rule: "A rule sent it to a person.",
};

const shorten = (text: string, length: number): string => {
	const line = text.replace(/\s+/g, " ").trim();
	return line.length <= length ? line : `${line.slice(0, length - 1).replace(/\s+\S*$/, "")}…`;
};

const times = (count: number): string => (count === 1 ? "once" : count === 2 ? "twice" : `${count} times`);

export type Briefing = {
	reason: EscalationReason;
	/** The visitor's latest message, if any. */
	question: string;
	thread: Said[];
	/** Of the AI's last attempt, 0 to 1. */
	lastConfidence: number | null;
	sources: Source[];
};

/** Plain text, a line a fact; the dashboard sets the labels apart (dashboard/thread/brief.tsx). */
export function brief({ reason, question, thread, lastConfidence, sources }: Briefing): string {
	const fromVisitor = thread.filter(({ author }) => author === "visitor").map(({ text }) => text);
	const first = fromVisitor[0] ?? question;
	const wants = shorten(question || first, 200);
	const lines = [wants === "" ? "The customer has not said yet what they want." : `Wants: ${wants}`];
	if (first !== "" && shorten(first, 200) !== wants && !question.includes(first))
		lines.push(`Began with: ${shorten(first, 140)}`);
	lines.push(`Why you: ${because[reason]}`);
	const answers = thread.filter(({ author }) => author === "ai");
	const last = answers.at(-1);
	lines.push(
		last
			? `Tried: The AI replied ${times(answers.length)}${answers.length > 1 ? ", last with" : ":"} “${shorten(last.text, 140)}”`
			: "Tried: Nothing yet.",
	);
	if (lastConfidence !== null) lines.push(`Confidence: ${Math.round(lastConfidence * 100)} %`);
	if (sources.length > 0)
		lines.push(
			`From: ${sources
				.slice(0, 3)
				.map(({ title }) => title)
				.join(", ")}`,
		);
	return lines.join("\n");
}
