/**
 * Tests that the functions of a list take time in proportion to their text (invariant 17). Each is given every hostile text
 * in two lengths; where the longer one takes suspiciously long, the growth is measured properly.
 */
import { describe, expect, test } from "vitest";
import { comparableSize, growth } from "../setup/growth.ts";
import type { Listed } from "./list/listed.ts";
import { hostileTexts, type Text } from "./texts.ts";

/** Characters. With four times as many, a quadratic function takes sixteen times as long, a linear one four. */
const SHORT = 2_000;
const TIMES = 4;
/** Past this a text is suspicious. Clocks are coarse, and others are at work: most such are linear. */
const SUSPECT = 8;
const LEAST_MS = 0.5;
const ATTEMPTS = 6;
/** Characters of the largest text. */
const MOST = 128_000;

async function isSuspect(read: (text: string) => unknown, text: Text): Promise<boolean> {
	const timed = async (input: string): Promise<number> => {
		const begun = performance.now();
		await read(input);
		return performance.now() - begun;
	};
	const [few, many] = [text(SHORT), text(SHORT * TIMES)];
	let [short, long] = [Infinity, Infinity];
	for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
		[short, long] = [Math.min(short, await timed(few)), Math.min(long, await timed(many))];
		if (long < LEAST_MS || long < short * SUSPECT) return false;
	}
	return true;
}

/** "file name" of each function. */
export const namesOf = (lists: readonly Listed[]): string[] =>
	lists.flatMap((list) =>
		Object.entries(list).flatMap(([file, functions]) => Object.keys(functions).map((name) => `${file} ${name}`)),
	);

export function testGrowth(lists: readonly Listed[]): void {
	const all = lists.flatMap((list) =>
		Object.entries(list).flatMap(([file, functions]) =>
			Object.entries(functions).map(([name, entry]) => {
				const { reads, texts } = typeof entry === "function" ? { reads: entry, texts: {} } : entry;
				return { name: `${file} ${name}`, reads: [reads].flat(), texts: { ...hostileTexts, ...texts } };
			}),
		),
	);
	describe("time grows at most in proportion to the text", () => {
		test.each(all)(
			"$name",
			async ({ reads, texts }) => {
				const slow: string[] = [];
				for (const [label, text] of Object.entries(texts))
					for (const read of reads) {
						if (!(await isSuspect(read, text))) continue;
						const reading = (size: number) => {
							const input = text(size);
							return () => read(input);
						};
						const grown = await growth(reading, await comparableSize(reading, SHORT, MOST));
						if (grown > 3) slow.push(`${label}: ${grown.toFixed(1)}`);
					}
				expect(slow).toEqual([]);
			},
			120_000,
		);
	});
}
