/** The texts of a trace: steps, features, decisions. */
import type { SignalName } from "../../../src/answer/trace.ts";
import type { Decider, Trace, TraceStep } from "../../../src/protocol/conversation/trace.ts";

export const percent = (share: number): string => `${Math.round(share * 100)}\u00A0%`;

export const stepWords: Record<TraceStep | "unknown", string> = {
	rules: "Rules",
	search: "Search",
	judge: "Judge",
	write: "Write and check",
	unknown: "Another step",
};

/** The names of the features. All values are shares or probabilities. */
const signalNames: Record<SignalName, string> = {
	chance: "chance that the best passage answers",
	rival: "chance of the next best",
	evidence: "how much the question tells",
	coverage: "question's words met",
	met: "telling words it has",
	own: "of these, in its own text",
	bm25: "how often it has them",
	named: "title alike",
	phrased: "wording alike",
	usuallyMet: "words met by most wordings",
	usuallyPhrased: "likeness of most wordings",
	near: "words close together",
	unknown: "words found in no passage",
	gist: "meaning alike, word by word",
	meaning: "meaning alike, to the model",
	before: "score before it was read closely",
};

const isKnown = (name: string): name is SignalName => Object.hasOwn(signalNames, name);

/** A trace's features in words, in the order above. Unknown features, which an older trace may have, are left out. */
export const signalsInWords = (signals: Record<string, number>): { name: string; share: string }[] =>
	Object.keys(signalNames)
		.filter(isKnown)
		.flatMap((name) => {
			const value = signals[name];
			return value === undefined ? [] : [{ name: signalNames[name], share: percent(value) }];
		});

const writerNames: Record<string, string> = {
	"workers-ai": "Workers AI",
	"openai-compatible": "your model",
	embedded: "the embedded answerer",
	rules: "a rule",
};
export const writerName = (writer: string): string => writerNames[writer] ?? writer;

/** The reasons why a writer's text wasn't used. */
const whyWords: Record<string, string> = {
	cannot: "said that the passages don't answer it",
	empty: "wrote nothing",
	ungrounded: "cited nothing it was given",
	promise: "promised what only a person can do",
	too_long: "wrote too much",
	address: "wrote an address that no passage has",
	figure: "wrote a price, code or number that no passage has",
	instructions: "gave its instructions away",
};
export const whyFailed = (why: string): string => whyWords[why] ?? `failed: ${why}`;

const rules: Partial<Record<Decider | "unknown", string>> = {
	asked_for_person: "A rule: the visitor asks for a person.",
	agreed: "A rule: the visitor took up the offer of a person.",
	sensitive: "A rule: one of your sensitive topics.",
	frustrated: "A rule: the visitor sounds frustrated.",
	unhelped: "A rule: the visitor says that it didn't help.",
	repeated: "A rule: they have had the same answer already.",
	courtesy: "A rule: a courtesy, which needs no knowledge.",
	unknown: "A step that this page doesn't know yet.",
};

/** A sentence about the step that decided. */
export function decision({ decidedBy, confidence, threshold, passages, writer, failed }: Trace): string {
	const rule = rules[decidedBy];
	if (rule !== undefined) return rule;
	if (decidedBy === "search")
		return passages.length === 0
			? "The search: nothing in the knowledge base fits."
			: "The search: what it found has none of the question's words.";
	if (decidedBy === "judge")
		return `The judge: ${percent(confidence ?? 0)} sure, and under ${percent(threshold)} a person is offered.`;
	if (decidedBy === "check") {
		const last = failed.at(-1);
		return `The check: ${last ? `${writerName(last.writer)} ${whyFailed(last.why)}` : "the text was refused"}.`;
	}
	if (writer !== null) return `Answered by ${writerName(writer)}, ${percent(confidence ?? 0)} sure.`;
	return "The writer: nobody could write an answer from the passages.";
}
