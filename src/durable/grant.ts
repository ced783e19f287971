/**
 * A socket's grant: why it was let in, and for how long that counts. A socket outlives the request that opened it, so what
 * was checked then (session, role, site, block) is checked again after minutes: past its time a socket gets nothing more and
 * is closed with `CloseCode.renew`, on which its client comes back from the last seq it has. Coming back is the asking, so
 * nothing waits for a database before sending, and an object that sleeps isn't woken for it. Used by the conversations and
 * the Inbox. It decides nothing about who may: the Worker does.
 */
import * as v from "valibot";

/**
 * The longest that a check at the edge counts. What gives somebody more than is theirs is ended at once and needs no time:
 * a session, a role, a removed member (auth/grants.ts) and a block (contact/fan-out.ts) are told to the sockets. This time is
 * for the rest: a site that is taken from the allowed ones, whose visitors have their own conversation open and see nothing
 * else. To tell them too, the Inbox would have to write a row for every chat that is opened anywhere. A conversation that
 * reads the settings for another reason ends them then.
 */
const GRANT_MS = 5 * 60_000;

/**
 * Clocks of two machines may differ by so much: a grant that is only this much younger than an ending is asked for again,
 * which costs its owner one reconnect.
 */
const CLOCKS_DIFFER_MS = 2_000;

/** Times in ms since 1970. `session` is null for visitors, whose tokens have no name. */
export const Grant = v.object({ session: v.nullable(v.string()), grantedAt: v.number(), until: v.number() });
export type Grant = v.InferOutput<typeof Grant>;

/** `endsAt` is when the session or token ends by itself. */
export const grant = (session: string | null, endsAt: number, now: number): Grant => ({
	session,
	grantedAt: now,
	until: Math.min(now + GRANT_MS, endsAt),
});

/** A member's grants that end: one session's, or with null all of them. */
export const GrantEnding = v.object({ memberId: v.string(), session: v.nullable(v.string()) });
export type GrantEnding = v.InferOutput<typeof GrantEnding>;

type Granted = { memberId: string; grant: Grant };

export const isOf = ({ memberId, grant: { session } }: Granted, ending: GrantEnding): boolean =>
	memberId === ending.memberId && (ending.session === null || session === ending.session);

/**
 * The endings of the last minutes, in memory: a socket whose owner was checked before the ending may arrive after it. Where
 * the object lost its memory in between, the grant's own time is the limit.
 */
export class RecentEndings {
	#endings: { ending: GrantEnding; at: number }[] = [];

	add(ending: GrantEnding, now: number): void {
		this.#endings = [...this.#endings.filter(({ at }) => at > now - GRANT_MS), { ending, at: now }];
	}

	/** The grant was given before it ended, or so close to it that nobody can tell. */
	covers(granted: Granted): boolean {
		return this.#endings.some(
			({ ending, at }) => isOf(granted, ending) && granted.grant.grantedAt <= at + CLOCKS_DIFFER_MS,
		);
	}
}
