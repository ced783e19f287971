/** The steps that an answer's confidence came about in, in sentences for a team lead. Pure. */
import { SCALE } from "../../../src/protocol/conversation/scale.ts";
import type { ReaderVerdict, Trace } from "../../../src/protocol/conversation/trace.ts";
import { percent, writerName } from "./labels.ts";

/** `chance`: what stood after the step, from 0 to 1; null where the step says no number. */
type ConfidenceStep = { text: string; chance: number | null };

/** A model's verdict, after "read them and said ". */
const verdictWords: Record<ReaderVerdict, string> = {
	sure: "that they surely answer",
	likely: "that they probably answer",
	part: "that they answer a part",
	unsaid: "that they answer, without saying how surely",
	cannot: "that they don't answer",
};

const upperFirst = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** Empty where a rule decided, or nothing was found. */
export function confidenceSteps(trace: Trace): ConfidenceStep[] {
	const { confidence, scale, features, verdict, reach, threshold, writer } = trace;
	if (confidence === null) return [];
	const outcome = confidence >= threshold ? "an answer may be given" : "a person is offered";
	const last: ConfidenceStep = {
		text: `The threshold is ${percent(threshold)}: ${outcome}.`,
		chance: null,
	};
	if (scale !== SCALE)
		return [
			{ text: "The chance that the best article is the right one, on an earlier scale:", chance: confidence },
			last,
		];
	const { quoted, known, namedElsewhere } = features;
	const steps: ConfidenceStep[] = [];
	if (quoted !== undefined)
		steps.push({ text: "The search believed that the text it would quote answers:", chance: quoted });
	if (namedElsewhere !== undefined)
		steps.push({
			text: "A rare word of the question is in another article's title and not in this one, so that chance is at most:",
			chance: namedElsewhere,
		});
	if (known !== undefined && (reach !== null || verdict !== null))
		steps.push({ text: "And that something among the passages answers:", chance: known });
	if (verdict) {
		const name = upperFirst(writerName(verdict.writer));
		steps.push({ text: `${name} read them and said ${verdictWords[verdict.word]}:`, chance: confidence });
	} else if (reach !== null && reach < threshold) {
		steps.push({ text: "No model was asked, for even its surest word would have led only to:", chance: reach });
	} else if (writer === "embedded" && reach !== null) {
		steps.push({ text: "No model gave a verdict, so the text that the search chose was quoted.", chance: null });
	}
	return [...steps, last];
}
