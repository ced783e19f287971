/** The demo's past conversations: its stories (demo/conversations.ts) with the ids and times of this start. */
import { type Line, stories, type Story, type TagName } from "../demo/conversations.ts";
import type { Citation, Teammate } from "../src/protocol/conversation/entry.ts";
import type { PastConversation, PastStep } from "./local/past.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export type Cast = {
	/** When the demo begins, in ms since 1970. */
	now: number;
	shop: string;
	ines: Teammate;
	marco: Teammate;
	/** The article with this title; null where the demo has none. */
	article(title: string): Citation | null;
	/** The ids of the team's tags. */
	tags: Record<TagName, string>;
};

const languages = new Intl.DisplayNames("en", { type: "language" });
const browsers = ["Chrome 142", "Safari 26", "Firefox 145", "Edge 142"];
const devices = ["Windows", "iPhone", "Android", "Mac"];

function stepOf(line: Line, at: number, cast: Cast): PastStep {
	switch (line.do) {
		case "answer": {
			const source = cast.article(line.article);
			return { do: "answer", at, text: line.text, confidence: line.confidence, sources: source ? [source] : [] };
		}
		case "reply":
		case "note":
			return { do: line.do, at, text: line.text, member: cast[line.who] };
		case "close":
			return { do: "close", at, member: cast[line.who] };
		default:
			return { ...line, at };
	}
}

const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

/** The same at every start, so that a story is told once. Unlike each other to the eye, for a visitor's name is their end. */
function idOf(number: number): string {
	let seed = number + 1;
	return Array.from({ length: 22 }, () => {
		// A linear congruential generator (Numerical Recipes); its upper bits are the good ones.
		seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
		return ALPHABET.charAt(seed >>> 27);
	}).join("");
}

function pastOf(story: Story, number: number, cast: Cast): PastConversation {
	let at = cast.now - story.hoursAgo * HOUR_MS;
	const steps = story.lines.map((line, n) => {
		if (n > 0) at += Math.round(line.after * MINUTE_MS);
		return stepOf(line, at, cast);
	});
	const name = idOf(number);
	const { from = null, place, language, page, tags = [] } = story;
	return {
		id: `c_${name}`,
		visitorId: `v_${name}`,
		page: { url: `${cast.shop}${page}`, title: "Fjord Bags" },
		place,
		language: languages.of(language) ?? language,
		device: devices[number % devices.length] ?? "",
		browser: browsers[number % browsers.length] ?? "",
		contact: from,
		tags: tags.map((tag) => ({ id: cast.tags[tag], name: tag })),
		taggedBy: cast.marco,
		steps,
	};
}

/** Conversation `number` of many: the stories again and again, four hours apart, the first of them the latest. */
export function pastConversation(number: number, cast: Cast): PastConversation {
	const story = stories[number % stories.length];
	if (!story) throw new Error("The demo has no stories.");
	return pastOf(story, stories.length + 1 + number, { ...cast, now: cast.now - number * 4 * HOUR_MS });
}

/** Oldest first. */
export const pastConversations = (cast: Cast): PastConversation[] =>
	stories.map((story, n) => pastOf(story, n + 1, cast));
