/**
 * What is true for a moment only: who is typing, the answer being written, the AI thinking. Never stored, cleared on
 * reconnect, and forgotten by itself when nothing more is heard. Pure: the clock is passed in.
 */
import type { Entry, Teammate } from "../src/protocol/conversation/entry.ts";
import type { ServerFrame } from "../src/protocol/conversation/frames.ts";
import { TYPING_EXPIRES_MS } from "../src/protocol/limits.ts";

/** A turn that says nothing for this long was lost with its server; its entry or hand-off still comes. */
const TURN_EXPIRES_MS = 60_000;

export type Typist = { member?: Teammate };

export type Ephemeral = {
	typing: (Typist & { until: number })[];
	turn: { number: number; text: string | null; until: number } | null;
};

export const nothingEphemeral: Ephemeral = { typing: [], turn: null };

type LiveFrame = Extract<ServerFrame, { type: "typing" | "writing" | "discarded" | "thinking" }>;

export function applyLiveFrame(live: Ephemeral, frame: LiveFrame, now: number): Ephemeral {
	switch (frame.type) {
		case "typing":
			return {
				...live,
				typing: [
					...live.typing.filter((typist) => typist.member?.id !== frame.member?.id),
					{ member: frame.member, until: now + TYPING_EXPIRES_MS },
				],
			};
		case "thinking":
			return { ...live, turn: { number: frame.turn, text: null, until: now + TURN_EXPIRES_MS } };
		case "writing": {
			const before = live.turn?.number === frame.turn ? (live.turn.text ?? "") : "";
			return { ...live, turn: { number: frame.turn, text: before + frame.text, until: now + TURN_EXPIRES_MS } };
		}
		case "discarded":
			return live.turn?.number === frame.turn ? { ...live, turn: null } : live;
	}
}

/** A message ends its author's typing, and the AI's message ends its turn. */
export function clearByEntries(live: Ephemeral, entries: readonly Entry[]): Ephemeral {
	let { typing, turn } = live;
	for (const entry of entries) {
		if (entry.kind !== "message") continue;
		const { author } = entry;
		if (author.kind === "ai") turn = null;
		else {
			const id = author.kind === "member" ? author.id : undefined;
			typing = typing.filter((typist) => typist.member?.id !== id);
		}
	}
	return { typing, turn };
}

/** What is still true at `now`. */
export const dropExpired = (live: Ephemeral, now: number): Ephemeral => ({
	typing: live.typing.filter((typist) => typist.until > now),
	turn: live.turn !== null && live.turn.until > now ? live.turn : null,
});

/** When the first of it expires, ms since 1970, or null when nothing is live. */
export function nextExpiry(live: Ephemeral): number | null {
	const times = live.typing.map((typist) => typist.until);
	if (live.turn !== null) times.push(live.turn.until);
	return times.length > 0 ? Math.min(...times) : null;
}
