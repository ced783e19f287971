/** The handoff summary above the reply box, for the teammate who takes the conversation over: one line for each fact, with its label. */
import type { HandoffReason, HandoffSummary } from "../../src/protocol/conversation/entry.ts";
import { fileWords } from "../../src/protocol/conversation/file.ts";
import { plainText } from "../../src/protocol/markdown.ts";
import { scrollable } from "../ui/scrollable.ts";

const because: Record<HandoffReason, string> = {
	asked_for_person: "They asked for a person.",
	low_confidence: "The AI wasn't sure enough to answer.",
	nothing_found: "The knowledge base has nothing about this.",
	ai_failed: "The AI couldn't write an answer.",
	too_many_turns: "Several attempts didn't resolve it.",
	frustrated: "They sound frustrated.",
	sensitive: "It touches a topic that goes to a person.",
	sent_file: "They sent a file without words, which the AI can't see.",
	rule: "A rule sent it to a person.",
};

const times = (count: number): string => (count === 1 ? "once" : count === 2 ? "twice" : `${count} times`);

const attempts = ({ replies, latest }: NonNullable<HandoffSummary["tried"]>): string =>
	`The AI replied ${times(replies)}${replies > 1 ? ", last with" : ":"} “${plainText(latest)}”`;

const Fact = ({ label, children }: { label?: string; children: string }) => (
	<p>
		{label !== undefined && <span class="label">{label}</span>} <span dir="auto">{children}</span>
	</p>
);

export function Summary({ summary, reason }: { summary: HandoffSummary; reason: HandoffReason | null }) {
	const { wants, beganWith, tried, confidence, sources, files = [] } = summary;
	return (
		<aside class="handoff-summary scroll" aria-label="Brief" {...scrollable}>
			<b>Brief</b>
			{wants === null ? <Fact>The customer has not said yet what they want.</Fact> : <Fact label="Wants">{wants}</Fact>}
			{beganWith !== null && <Fact label="Began with">{beganWith}</Fact>}
			{files.length > 0 && <Fact label="Sent">{files.map(fileWords).join(", ")}</Fact>}
			{reason !== null && <Fact label="Why you">{because[reason]}</Fact>}
			<Fact label="Tried">{tried === null ? "Nothing yet." : attempts(tried)}</Fact>
			{confidence !== null && <Fact label="Confidence">{`${Math.round(confidence * 100)} %`}</Fact>}
			{sources.length > 0 && <Fact label="From">{sources.map(({ title }) => title).join(", ")}</Fact>}
		</aside>
	);
}
