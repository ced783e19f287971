/** The labels of an answer's trace: steps, features, writers, and the decision in a sentence. */
import type { FeatureName } from "../../../src/answer/trace.ts";
import type { Decider, Trace, TraceStep } from "../../../src/protocol/conversation/trace.ts";

export const percent = (share: number): string => `${Math.round(share * 100)}\u00A0%`;

export const stepWords: Record<TraceStep | "unknown", string> = {
	rules: "Rules",
	search: "Search",
	judge: "Judge",
	rewrite: "Ask anew",
	write: "Write and check",
	unknown: "Another step",
};

/** Features of ranking, judging and reranking in words. All are shares, similarities or chances. */
const featureNames: Record<FeatureName, string> = {
	known: "chance that something among the passages answers",
	quoted: "chance that the quotation answers",
	namedElsewhere: "the most it may be, as another title has a rare word of the question",
	article: "chance that it is the right article",
	section: "chance of the section among its neighbours",
	chance: "chance that the best passage answers",
	rival: "chance of the next best",
	evidence: "how much the question tells",
	questionCoverage: "question's words met",
	coverage: "telling words it has",
	ownCoverage: "of these, in its own text",
	bm25: "how often it has them",
	titleOverlap: "title alike",
	charSimilarity: "wording alike",
	usualCoverage: "words met by most wordings",
	usualCharSimilarity: "likeness of most wordings",
	proximity: "words close together",
	unknown: "words found in no passage",
	wordVectorSimilarity: "meaning alike, word by word",
	embeddingSimilarity: "meaning alike, to the model",
	scoreBefore: "score before it was read closely",
};

const isKnown = (name: string): name is FeatureName => Object.hasOwn(featureNames, name);

/** Features in words, in the order above. One that this version has no name for is left out. */
export const featuresInWords = (features: Record<string, number>): { name: string; share: string }[] =>
	Object.keys(featureNames)
		.filter(isKnown)
		.flatMap((name) => {
			const value = features[name];
			return value === undefined ? [] : [{ name: featureNames[name], share: percent(value) }];
		});

const writerNames: Record<string, string> = {
	"workers-ai": "Workers AI",
	"openai-compatible": "your model",
	embedded: "the embedded answerer",
	rules: "a rule",
};
export const writerName = (writer: string): string => writerNames[writer] ?? writer;

/** Why a writer's text isn't the answer. */
const whyWords: Record<string, string> = {
	cannot: "said that the passages don't answer it",
	empty: "wrote nothing",
	ungrounded: "cited nothing it was given",
	promise: "promised what only a person can do",
	too_long: "wrote too much",
	address: "wrote an address that no passage has",
	figure: "wrote a price, code or number that no passage has",
	instructions: "gave its instructions away",
	slow: "was slow to begin, so another model answered",
	spare: "was asked too, and wasn't needed",
	budget: "wasn't asked, as no more model calls are allowed today",
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
	file_alone: "A rule: a file came without words, and the AI sees no files.",
	unknown: "A step that this page doesn't know yet.",
};

/** Which step decided, in a sentence. */
export function decision({ decidedBy, confidence, threshold, passages, writer, failed, verdict }: Trace): string {
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
	const sure = `${percent(confidence ?? 0)} sure`;
	if (writer !== null)
		return verdict?.word === "part"
			? `Answered in part by ${writerName(writer)}, ${sure}. A person is offered for the rest.`
			: `Answered by ${writerName(writer)}, ${sure}.`;
	if (verdict?.word === "cannot")
		return `The model: ${writerName(verdict.writer)} read the passages, and they don't answer.`;
	if (confidence !== null && confidence < threshold)
		return `The ${verdict ? "model" : "judge"}: ${sure}, and under ${percent(threshold)} a person is offered.`;
	return "The writer: nobody could write an answer from the passages.";
}
