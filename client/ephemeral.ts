/**
 * Ephemeral state of a conversation: who is typing, the answer that is being streamed, whether the AI is thinking. It is
 * never stored, is cleared on reconnect, and expires without further frames. Pure: callers pass the time in.
 */
import type { Entry, Teammate } from "../src/protocol/conversation/entry.ts";
import type { ServerFrame } from "../src/protocol/conversation/frames.ts";
import { TYPING_EXPIRES_MS } from "../src/protocol/limits.ts";

/** A turn without a frame for this long was lost with its server; the message or handoff still comes as an entry. */
const TURN_EXPIRES_MS = 60_000;

/** `note`: what is typed is for the team only. */
export type Typist = { member?: Teammate; note?: boolean };

/** `until`: when it expires, in ms by the clock that callers pass. `turn.text` is null while the AI is thinking. */
export type Ephemeral = {
	typing: (Typist & { until: number })[];
	turn: { number: number; text: string | null; until: number } | null;
};

export const nothingEphemeral: Ephemeral = { typing: [], turn: null };

type EphemeralFrame = Extract<ServerFrame, { type: "typing" | "writing" | "discarded" | "thinking" }>;

/** The state after a frame. */
export function withFrame(live: Ephemeral, frame: EphemeralFrame, now: number): Ephemeral {
	switch (frame.type) {
		case "typing":
			return {
				...live,
				typing: [
					...live.typing.filter((typist) => typist.member?.id !== frame.member?.id),
					{ ...frame, until: now + TYPING_EXPIRES_MS },
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

/** The state after new entries: a message or note ends its author's typing, and the AI's message ends its turn. */
export function withEntries(live: Ephemeral, entries: readonly Entry[]): Ephemeral {
	let { typing, turn } = live;
	for (const entry of entries) {
		if (entry.kind === "event") continue;
		const { author } = entry;
		if (author.kind === "ai") turn = null;
		else {
			const id = author.kind === "member" ? author.id : undefined;
			typing = typing.filter((typist) => typist.member?.id !== id);
		}
	}
	return { typing, turn };
}

/** The part of the state that hasn't expired at `now`. */
export const unexpired = (live: Ephemeral, now: number): Ephemeral => ({
	typing: live.typing.filter((typist) => typist.until > now),
	turn: live.turn !== null && live.turn.until > now ? live.turn : null,
});

/** When the next part of the state expires, by the clock of `now`; null when there is none. */
export function nextExpiry(live: Ephemeral): number | null {
	const times = live.typing.map((typist) => typist.until);
	if (live.turn !== null) times.push(live.turn.until);
	return times.length > 0 ? Math.min(...times) : null;
}
