/** How long a check at the edge counts for a socket, and which sockets an ending is about. */
import { describe, expect, test } from "vitest";
import { grant, isOf, RecentEndings } from "../../../src/durable/grant.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

describe("a grant", () => {
	test("counts for five minutes, or until the session or token ends", () => {
		expect(grant("s", DAY_MS, 1_000)).toEqual({ session: "s", grantedAt: 1_000, until: 1_000 + 5 * MINUTE_MS });
		expect(grant(null, 61_000, 1_000)).toEqual({ session: null, grantedAt: 1_000, until: 61_000 });
		expect(grant("s", 500, 1_000).until).toBe(500);
	});
});

const granted = (memberId: string, session: string | null, at: number) => ({
	memberId,
	grant: grant(session, DAY_MS, at),
});

describe("an ending", () => {
	test("of a session is about that member's sockets of that session", () => {
		const ending = { memberId: "ines", session: "s1" };
		expect(isOf(granted("ines", "s1", 0), ending)).toBe(true);
		expect(isOf(granted("ines", "s2", 0), ending)).toBe(false);
		expect(isOf(granted("marco", "s1", 0), ending)).toBe(false);
	});

	test("of all sessions is about all sockets of that member", () => {
		const ending = { memberId: "ines", session: null };
		expect(isOf(granted("ines", "s1", 0), ending)).toBe(true);
		expect(isOf(granted("ines", null, 0), ending)).toBe(true);
		expect(isOf(granted("marco", "s1", 0), ending)).toBe(false);
	});
});

describe("a socket that is still on its way when its grant ends", () => {
	const at = 10 * MINUTE_MS;
	const endings = new RecentEndings();
	endings.add({ memberId: "ines", session: "s1" }, at);

	test("isn't let in, nor one whose machine's clock is a little ahead", () => {
		expect(endings.covers(granted("ines", "s1", at - MINUTE_MS))).toBe(true);
		expect(endings.covers(granted("ines", "s1", at))).toBe(true);
		expect(endings.covers(granted("ines", "s1", at + 2_000))).toBe(true);
	});

	test("is let in once it was checked after the ending, and where the ending was another's", () => {
		expect(endings.covers(granted("ines", "s1", at + 2_001))).toBe(false);
		expect(endings.covers(granted("ines", "s2", at - MINUTE_MS))).toBe(false);
		expect(endings.covers(granted("marco", "s1", at - MINUTE_MS))).toBe(false);
	});

	test("isn't let in after a second ending either; the first is forgotten once no grant can be older", () => {
		const both = new RecentEndings();
		both.add({ memberId: "ines", session: "s1" }, at);
		both.add({ memberId: "marco", session: null }, at + MINUTE_MS);
		expect(both.covers(granted("ines", "s1", at))).toBe(true);
		expect(both.covers(granted("marco", "s9", at))).toBe(true);
		both.add({ memberId: "vera", session: null }, at + 5 * MINUTE_MS);
		expect(both.covers(granted("ines", "s1", at))).toBe(false);
		expect(both.covers(granted("marco", "s9", at))).toBe(true);
	});
});
