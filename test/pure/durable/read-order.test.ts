/** Reads that overtake each other: whatever comes back when, what stands in the end is the truth. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ReadOrder } from "../../../src/durable/read-order.ts";

type Step = { change: boolean } | { answer: number };

test("the last change is what is applied in the end, in whichever order the reads come back", async () => {
	const step: fc.Arbitrary<Step> = fc.oneof(
		fc.record({ change: fc.boolean() }),
		fc.record({ answer: fc.nat({ max: 9 }) }),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
			const order = new ReadOrder();
			let truth = false;
			let applied = false;
			const open: (() => void)[] = [];
			const following: Promise<unknown>[] = [];
			/** Sees what stands when it begins, and comes back when it is let go. */
			const read = async () => {
				const seen = truth;
				const { promise, resolve } = Promise.withResolvers<void>();
				open.push(resolve);
				await promise;
				return seen;
			};
			for (const each of steps) {
				if ("change" in each) {
					truth = each.change;
					following.push(order.follow(read, (seen) => void (applied = seen)));
				} else if (open.length > 0) {
					open.splice(each.answer % open.length, 1)[0]?.();
					await Promise.resolve();
					await Promise.resolve();
					await Promise.resolve();
				}
			}
			for (const answer of open.toReversed()) answer();
			await Promise.all(following);
			expect(applied).toBe(truth);
		}),
	);
});

test("a read that a later one has overtaken says so", async () => {
	const order = new ReadOrder();
	const { promise, resolve } = Promise.withResolvers<string>();
	const early = order.follow(
		() => promise,
		(seen) => seen,
	);
	expect(
		await order.follow(
			async () => "late",
			(seen) => seen,
		),
	).toBe("late");
	resolve("early");
	expect(await early).toBeNull();
});

test("a read that fails is nobody's answer, and the next one counts", async () => {
	const order = new ReadOrder();
	await expect(
		order.follow(
			() => Promise.reject(new Error("down")),
			() => 1,
		),
	).rejects.toThrow("down");
	expect(
		await order.follow(
			async () => 2,
			(seen) => seen,
		),
	).toBe(2);
});
