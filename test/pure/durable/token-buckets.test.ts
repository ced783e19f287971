/** How often something may happen, counted by whom. */
import { expect, test } from "vitest";
import { TokenBuckets } from "../../../src/durable/token-buckets.ts";

const rate = { burst: 3, perSecond: 2 };

test("so many at once pass, and the next is told how long to wait", () => {
	const buckets = new TokenBuckets();
	expect([0, 0, 0].map(() => buckets.take("ana", rate, 1_000))).toEqual([0, 0, 0]);
	expect(buckets.take("ana", rate, 1_000)).toBe(500);
	expect(buckets.take("ana", rate, 1_200)).toBe(300);
	// A refusal takes nothing: who waits as long as that was told passes.
	expect(buckets.take("ana", rate, 1_500)).toBe(0);
	expect(buckets.take("ana", rate, 1_500)).toBe(500);
});

test("whoever waits long has no more than the burst", () => {
	const buckets = new TokenBuckets();
	buckets.take("ana", rate, 0);
	expect([0, 0, 0, 0].map(() => buckets.take("ana", rate, 3_600_000))).toEqual([0, 0, 0, 500]);
});

test("one's haste costs nobody else anything", () => {
	const buckets = new TokenBuckets();
	for (let count = 0; count < 9; count++) buckets.take("ana", rate, 0);
	expect(buckets.take("ben", rate, 0)).toBe(0);
});

test("a clock that is set back takes nothing away and gives nothing", () => {
	const buckets = new TokenBuckets();
	expect([0, 0, 0].map(() => buckets.take("ana", rate, 10_000))).toEqual([0, 0, 0]);
	expect(buckets.take("ana", rate, 4_000)).toBe(500);
	expect(buckets.take("ana", rate, 4_500)).toBe(0);
});
