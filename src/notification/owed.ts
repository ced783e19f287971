/** What is owed to a member for what they are told: the row that pending.ts stores. Pure. */
import type { WorkspaceSettings } from "../protocol/workspace.ts";
import type { ToldMember } from "./decide.ts";
import type { Event } from "./event.ts";
import type { NewPending } from "./pending.ts";

const MINUTE_MS = 60_000;

/** A push is attempted at once; this is when it is due for the alarm, in case of a crash before that. ms. */
const PUSH_AGAIN_MS = 30_000;

/** `takesPushes`: a browser of theirs does. `isNext`: they are told because others didn't react, and nobody after them is. */
export function owedOf(
	{ topic, what, seq, at, about, to }: Event,
	{ memberId: member, ways, mailAt }: ToldMember,
	{ escalateAfterMinutes }: Pick<WorkspaceSettings, "escalateAfterMinutes">,
	{ takesPushes, isNext }: { takesPushes: boolean; isNext: boolean },
	now: number,
): NewPending {
	// An offer lapses by itself, and goes to the next then.
	const isOffer = what === "waiting" && to !== null;
	const escalates = !isNext && !isOffer && (what === "waiting" || what === "mine" || what === "assigned");
	return {
		member,
		topic,
		what,
		seq,
		at,
		about,
		mailAt,
		pushAt: takesPushes && ways.includes("push") ? now + PUSH_AGAIN_MS : null,
		escalateAt: escalates && escalateAfterMinutes !== null ? now + escalateAfterMinutes * MINUTE_MS : null,
	};
}

/** The first time at which something of these is due, in ms since 1970; null: nothing is. */
export function firstDue(owed: readonly NewPending[]): number | null {
	const times = owed.flatMap(({ mailAt, pushAt, escalateAt }) => [mailAt, pushAt, escalateAt]);
	const due = times.filter((time) => time !== null);
	return due.length === 0 ? null : Math.min(...due);
}
