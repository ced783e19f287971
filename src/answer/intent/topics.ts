/**
 * Recognises topics that many teams call sensitive by what visitors write: "I will sue you" has none of the words of "legal
 * threats". A workspace's topic that names one of them is matched by the wordings of every pack. These are written out,
 * because word vectors can't do it: "I will sue you" is as similar to "refunds" as to "legal threats".
 */
import type { TopicName, Wordings } from "../../language/pack.ts";
import { withoutNone, packs, partsOf } from "../../language/packs.ts";
import { words } from "../../language/text/terms.ts";
import { type FoldedMessage, foldMessage, matches } from "../../language/text/wordings.ts";

type Topic = {
	/** Patterns of the team's name for the topic, in every language. */
	named: RegExp[];
	/** Patterns of a visitor's message. */
	wordings: Wordings[];
};

const names: readonly TopicName[] = ["legal", "refunds", "chargebacks", "privacy", "injuries", "press"];

const topics: Topic[] = names.map((name) => {
	const inPacks = Object.values(packs).map((pack) => pack.topics[name]);
	return {
		named: withoutNone(inPacks.map(({ named }) => named)),
		wordings: withoutNone(inPacks.map(({ said }) => said)),
	};
});

/** Names that also mean everyday things (a press stud, a media player): such a topic is matched by its wordings alone. */
const everyday = new Set(partsOf((pack) => pack.topics.everyday).flat());
export const isEveryday = (topic: string): boolean => everyday.has(words(topic).join(" "));

/** True where a message matches the wordings of the topic that `topic`, the team's name, means. */
export function meansTopic(message: FoldedMessage, topic: string): boolean {
	const name = foldMessage(topic);
	const called = `${name.words} ${name.text}`;
	return topics.some(
		({ named, wordings }) =>
			named.some((pattern) => pattern.test(called)) && wordings.some((each) => matches(each, message)),
	);
}
