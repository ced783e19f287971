/**
 * Topics that many teams call sensitive, and what visitors say when they mean them: "I will sue you" has none of the
 * words of "legal threats". A workspace's topic that names one is heard in all of the packs' wordings. Written out there,
 * because the vectors of words can't tell them: "I will sue you" is as like "refunds" as it is like "legal threats".
 */
import { fold } from "../../language/text/fold.ts";
import type { TopicName, Wordings } from "../../language/pack.ts";
import { withoutNone, packs, partsOf } from "../../language/packs.ts";
import { words } from "../../language/text/terms.ts";
import { matches } from "../../language/text/wordings.ts";

type Topic = {
	/** Of the team's own name for it, in any of the languages. */
	named: RegExp[];
	/** Of a message. */
	said: Wordings[];
};

const names: readonly TopicName[] = ["legal", "refunds", "chargebacks", "privacy", "injuries", "press"];

const topics: Topic[] = names.map((name) => {
	const inPacks = Object.values(packs).map((pack) => pack.topics[name]);
	return { named: withoutNone(inPacks.map(({ named }) => named)), said: withoutNone(inPacks.map(({ said }) => said)) };
});

/** Words that also mean everyday things, a press stud or a media player: a topic named so is heard in its wordings only. */
const everyday = new Set(partsOf((pack) => pack.topics.everyday).flat());
export const isEveryday = (topic: string): boolean => everyday.has(words(topic).join(" "));

/** A message means a topic that a team may have named so. */
export function meansTopic(message: string, topic: string): boolean {
	const name = `${words(topic).join(" ")} ${fold(topic)}`;
	const known = topics.filter(({ named }) => named.some((pattern) => pattern.test(name)));
	if (known.length === 0) return false;
	const read = { words: words(message).join(" "), text: fold(message) };
	return known.some(({ said }) => said.some((wordings) => matches(wordings, read)));
}
