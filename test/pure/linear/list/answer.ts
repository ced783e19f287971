/** The path of an answer: rules, retrieval, judging, writing, checks, and what is told of a conversation afterwards. */
import { rewritePrompt, unwrap } from "../../../../src/answer/copilot/prompt.ts";
import { attribute } from "../../../../src/answer/guard/attribution.ts";
import { assess } from "../../../../src/answer/assess.ts";
import { optionsFor } from "../../../../src/answer/section/signals.ts";
import { asksIn, cueMatch } from "../../../../src/answer/section/cues.ts";
import { alike, covered, senseOf } from "../../../../src/answer/section/sense.ts";
import { guardOf } from "../../../../src/answer/guard/check.ts";
import { groundingCheck } from "../../../../src/answer/guard/grounding.ts";
import { GuardedStream } from "../../../../src/answer/guard/guarded-stream.ts";
import { pieceEnd } from "../../../../src/answer/guard/pieces.ts";
import { difference } from "../../../../src/answer/guard/preserved.ts";
import { monthsIn, quantitiesIn } from "../../../../src/answer/guard/quantities.ts";
import { unitAfter, unitBefore } from "../../../../src/answer/guard/units.ts";
import { promiseCheck } from "../../../../src/answer/guard/promises.ts";
import { handoffSummary } from "../../../../src/answer/handoff-summary.ts";
import { isAffirmation } from "../../../../src/answer/intent/affirmation.ts";
import { containsComplaint, isComplaint } from "../../../../src/answer/intent/complaint.ts";
import { asksForPerson } from "../../../../src/answer/intent/human-request/detect.ts";
import { featuresOf } from "../../../../src/answer/intent/human-request/features.ts";
import { concernsPeople, readingOf } from "../../../../src/answer/intent/human-request/reading.ts";
import { clausesOf } from "../../../../src/answer/intent/human-request/senses.ts";
import { hasComplainedBefore, isFrustrated, repeats, sensitiveTopic } from "../../../../src/answer/intent/rules.ts";
import { askingOf, consider } from "../../../../src/answer/consider.ts";
import { askingIn } from "../../../../src/answer/intent/asking.ts";
import { smallTalkIn } from "../../../../src/answer/intent/small-talk.ts";
import { isEveryday, meansTopic } from "../../../../src/answer/intent/topics.ts";
import { judge } from "../../../../src/answer/judge.ts";
import { visitorLanguage } from "../../../../src/answer/visitor-language.ts";
import { retrieve } from "../../../../src/answer/retrieve.ts";
import { quotation, quote } from "../../../../src/answer/section/quote.ts";
import { controlLine } from "../../../../src/answer/write/control-line.ts";
import { queryIn, rewritingPrompt } from "../../../../src/answer/rewriting.ts";
import { instructions, userMessage } from "../../../../src/answer/write/prompt.ts";
import { ReplyParser } from "../../../../src/answer/write/reply-parser.ts";
import { ReplyText } from "../../../../src/answer/write/reply-text.ts";
import { Thoughts } from "../../../../src/answer/write/thoughts.ts";
import type { ThreadMessage, WritingTask } from "../../../../src/answer/write/writer.ts";
import * as v from "valibot";
import { foldMessage } from "../../../../src/language/text/wordings.ts";
import { Style } from "../../../../src/protocol/style.ts";
import { surePassage } from "../../setup/passage.ts";
import { listOf, runOf } from "../texts.ts";
import type { Listed } from "./listed.ts";

const style = v.parse(Style, {});
const passage = (text: string) => surePassage(text, { articleId: "a", title: text, heading: text, text });
const sections = (text: string) =>
	["", "How long", "What it costs"].map((heading, place) => ({
		...passage(text),
		heading,
		place,
		section: `${text}\n\nEnd.`,
	}));
const thread = (text: string): ThreadMessage[] => [
	{ author: "visitor", text },
	{ author: "ai", text },
	{ author: "visitor", text: `${text} ` },
];
const task = (text: string): WritingTask => ({
	company: "Fjord Bags",
	style: { ...style, guidance: [text] },
	question: text,
	thread: thread(text),
	passages: [passage(text)],
});
const search = (text: string) => async () => [passage(text)];
const codes = {
	"codes, each longer": listOf((at) => `${"1-".repeat(at % 50)}a `),
	"mail without an end": runOf("a.b+c-"),
	prices: listOf((at) => `${at},50 EUR and ${at}% of 1.000,${at} kr `),
};

/** Reads a text whole, and as a model sends it: some letters at a time. */
function streamed(reader: { feed(piece: string): unknown; end(): unknown }, text: string): void {
	for (let at = 0; at < text.length; at += 4) reader.feed(text.slice(at, at + 4));
	reader.end();
}

export const answering: Listed = {
	"answer/assess.ts": {
		assess: (text) => assess(text, { passages: sections(text), followUp: false }),
	},
	"answer/section/signals.ts": { optionsFor: (text) => optionsFor(text, sections(text)) },
	"answer/section/cues.ts": {
		asksIn,
		cueMatch: (text) => cueMatch(["duration", "time", "price", "permission", "list", "way"], text),
	},
	"answer/section/sense.ts": {
		senseOf: (text) => alike(senseOf(text), senseOf("a bag")),
		covered: (text) => covered([{ term: "bag", weight: 1 }], new Set(text.split(" "))),
	},
	"answer/rewriting.ts": {
		rewritingPrompt: (text) => rewritingPrompt({ question: text, thread: thread(text), language: "de" }, "mark"),
		queryIn,
	},
	"answer/copilot/prompt.ts": {
		rewritePrompt: (text) =>
			rewritePrompt({ kind: "shorter", draft: text, language: null, thread: thread(text), style }, "mark"),
		unwrap: {
			reads: (text) => unwrap(text, text, "mark"),
			texts: { "tags without an end": runOf("<data-mark"), tags: runOf("<data-mark a>“") },
		},
	},
	"answer/guard/attribution.ts": {
		attribute: (text) => [attribute(text, [passage(text), passage("Returns")]), attribute("a bag", [passage(text)])],
	},
	"answer/guard/check.ts": {
		guardOf: {
			reads: (text) => guardOf(task(text)).check({ kind: "answer", text, cited: [1] }),
			texts: codes,
		},
	},
	"answer/guard/grounding.ts": {
		groundingCheck: {
			reads: (text) => [
				groundingCheck({ passages: text, question: text, instructions: text, notes: [text] })(text),
				groundingCheck({ passages: `a ${text}`, question: "", instructions: `b ${text}`, notes: [] })(text),
			],
			texts: codes,
		},
	},
	"answer/guard/guarded-stream.ts": {
		GuardedStream: (text) => {
			// The checks of a whole are on this list; here is what the cutting adds.
			const stream = new GuardedStream(
				() => null,
				() => undefined,
			);
			stream.feed(text);
			stream.end();
		},
	},
	"answer/guard/pieces.ts": { pieceEnd },
	"answer/guard/preserved.ts": {
		difference: {
			reads: (text) => [
				difference(text, text),
				difference(`${text} 7`, text),
				difference(text, text.split(" ").toReversed().join(" ")),
			],
			texts: codes,
		},
	},
	"answer/guard/promises.ts": {
		promiseCheck: {
			reads: (text) => [promiseCheck(text)(text), promiseCheck(text)(`${text}. I will connect you with a colleague.`)],
			texts: { "promises, all different": listOf((at) => `I will connect you with colleague ${at}. `) },
		},
	},
	"answer/guard/quantities.ts": {
		monthsIn,
		quantitiesIn: {
			reads: quantitiesIn,
			texts: {
				...codes,
				durations: listOf((at) => `${at} to ${at + 2} working days, two-week, dwa tygodnie, ${at} `),
				"hours of the day": listOf((at) => `${at % 12}am to 午後${at % 12}時 ${at % 24}:30 Uhr. `),
				"telephone numbers and dates": listOf((at) => `+44 20 7946 ${at} on 05.04.2026 and 24.12. `),
				"digits between points": runOf("1."),
				"digits in groups": runOf("1,000 "),
				"Chinese numerals": runOf("三十天"),
				"number words": runOf("twenty "),
			},
		},
	},
	"answer/guard/units.ts": {
		unitAfter: (text) => [unitAfter(text, 0), unitAfter(text, text.length / 2)],
		unitBefore: (text) => [unitBefore(text, text.length), unitBefore(text, text.length / 2)],
	},
	"answer/handoff-summary.ts": {
		handoffSummary: (text) =>
			handoffSummary({
				question: `${text}?`,
				thread: thread(text),
				lastConfidence: null,
				sources: [{ id: "a", title: text }],
			}),
	},
	"answer/intent/affirmation.ts": { isAffirmation },
	"answer/intent/complaint.ts": { containsComplaint, isComplaint },
	"answer/intent/human-request/detect.ts": { asksForPerson },
	"answer/intent/human-request/features.ts": { featuresOf },
	"answer/intent/human-request/reading.ts": { concernsPeople, readingOf },
	"answer/intent/human-request/senses.ts": { clausesOf },
	"answer/intent/rules.ts": {
		isFrustrated: (text) => isFrustrated(text, thread(text)),
		hasComplainedBefore: (text) => hasComplainedBefore(text, thread(text)),
		repeats: (text) => repeats(text, { question: text, thread: thread(text) }),
		sensitiveTopic: (text) => sensitiveTopic(text, ["Legal threats", "press", "refunds", text.slice(0, 80)]),
	},
	"answer/intent/small-talk.ts": { smallTalkIn },
	"answer/consider.ts": {
		askingOf: (text) => askingOf({ question: text, thread: thread(text) }),
		consider: (text) =>
			consider({ asked: text, context: text }, { thread: thread(text), by: "quoted" }, async () => []),
	},
	"answer/intent/asking.ts": {
		askingIn: (text) => [askingIn(text, "en"), askingIn(text, "de"), askingIn(text, "ja"), askingIn(text, "ar")],
	},
	"answer/visitor-language.ts": {
		visitorLanguage: (text) => visitorLanguage({ question: text, thread: thread(text), languages: [text] }),
	},
	"answer/intent/topics.ts": {
		isEveryday,
		meansTopic: (text) => [meansTopic(foldMessage(text), "legal threats"), meansTopic(foldMessage("a"), text)],
	},
	"answer/judge.ts": {
		judge: (text) => judge(text, { passages: [passage(text), passage(`${text} x`)], followUp: true }),
	},
	"answer/retrieve.ts": { retrieve: (text) => retrieve({ question: text, thread: thread(`${text} y`) }, search(text)) },
	"answer/section/quote.ts": {
		quotation: (text) => quotation([passage(text), passage(`${text} x`)], text),
		quote: {
			reads: (text) => [quote(passage(text), text), quote(passage(text), "When do you ship bags?")],
			texts: {
				"a list": listOf((at) => `- item ${at}\n`),
				lists: listOf((at) => `These:\n\n- item ${at}\n- item\n\n`),
				rows: listOf(
					(at) => `| item ${at} | ${at} |
`,
				),
			},
		},
	},
	"answer/write/prompt.ts": {
		instructions: (text) => instructions({ ...style, aiName: text, guidance: [text] }),
		userMessage: (text) => userMessage(task(text), "mark"),
	},
	"answer/write/control-line.ts": {
		controlLine: {
			reads: (text) => [controlLine(text), controlLine(`SOURCES: ${text}`)],
			texts: { "numbers without an end": runOf("1, "), "numbers in brackets": runOf("[1] [2] "), dashes: runOf("1-") },
		},
	},
	"answer/write/reply-text.ts": { ReplyText: (text) => streamed(new ReplyText(true), text) },
	"answer/write/thoughts.ts": {
		Thoughts: {
			reads: (text) => [streamed(new Thoughts(), text), streamed(new Thoughts(), `<think>${text}`)],
			texts: { "thoughts that end again and again": runOf("</think>"), "tags without an end": runOf("<think") },
		},
	},
	"answer/write/reply-parser.ts": {
		ReplyParser: {
			reads(text) {
				const whole = new ReplyParser();
				whole.feed(text);
				whole.end();
				streamed(new ReplyParser(), text);
				// As a model sends it, some letters at a time.
				return streamed(new ReplyParser(), `SOURCES: 1\n${text}`);
			},
			texts: { "marks of citations": runOf(" [1]"), "marks without an end": runOf(" [1, ") },
		},
	},
};
