/**
 * No function of ours takes more than in proportion to a text from outside, whatever is in it: what visitors, pages and files
 * send is read where others wait (invariant 17). Each function of the list is given every hostile text; another test keeps
 * the list complete.
 */
import { describe, expect, test, vi } from "vitest";
import { comparableSize, growth } from "../setup/growth.ts";
import { answering } from "./list/answer.ts";
import { conversation } from "./list/conversation.ts";
import { html } from "./list/html.ts";
import { knowledge } from "./list/knowledge.ts";
import { language } from "./list/language.ts";
import type { Listed } from "./list/listed.ts";
import { pdf } from "./list/pdf.ts";
import { protocol } from "./list/protocol.ts";
import { exceptions } from "./exceptions.ts";
import { functionsOverText } from "./exported.ts";
import { hostileTexts, type Text } from "./texts.ts";

// What is refused is logged.
vi.spyOn(console, "warn").mockImplementation(() => {});

const listed = [answering, conversation, html, knowledge, language, pdf, protocol].flatMap((part: Listed) =>
	Object.entries(part).flatMap(([file, functions]) =>
		Object.entries(functions).map(([name, entry]) => {
			const { reads, texts } = typeof entry === "function" ? { reads: entry, texts: {} } : entry;
			return { name: `${file} ${name}`, reads: [reads].flat(), texts: { ...hostileTexts, ...texts } };
		}),
	),
);

/** Characters. With four times as many, a quadratic function takes sixteen times as long, a linear one four. */
const SHORT = 2_000;
const TIMES = 4;
/** Past this the two texts are measured properly. Clocks are coarse, and others are at work: most such are linear. */
const SUSPECT = 6.5;
const LEAST_MS = 0.5;
const ATTEMPTS = 3;
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

describe("time grows at most in proportion to the text", () => {
	test.each(listed)(
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

describe("the list", () => {
	test("has every function over text of the paths of reading and answering, or a reason why not", () => {
		const found = functionsOverText([
			"protocol",
			"language",
			"inbox",
			"contact",
			"knowledge",
			"answer",
			"conversation",
		]);
		const known = [...listed.map(({ name }) => name), ...Object.values(exceptions).flat()];
		expect(found.filter((name) => !known.includes(name))).toEqual([]);
		expect(known.filter((name) => !found.includes(name))).toEqual([]);
		expect(known.toSorted()).toEqual([...new Set(known)].toSorted());
	}, 120_000);
});
