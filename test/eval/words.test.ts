import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wordVectorOf } from "../../src/language/text/text-vector.ts";
import { similarity, trigrams } from "../../src/language/text/similarity.ts";
import { terms } from "../../src/language/text/terms.ts";

const cosine = (a: string, b: string): number => {
	const [one, other] = [wordVectorOf(terms(a)), wordVectorOf(terms(b))];
	if (!one || !other) throw new Error("No vector.");
	return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
};

describe("the vector of a text", () => {
	test("is nearer to another with the same meaning than to one with the same words", () => {
		const question = "When will my parcel get here?";
		expect(cosine(question, "How long does shipping take?")).toBeGreaterThan(
			cosine(question, "Will my bag get dirty?"),
		);
		expect(cosine("I want my money back", "refund")).toBeGreaterThan(cosine("I want my money back", "umbrella"));
	});

	test("has length 1, or isn't there for words it doesn't know", () => {
		expect(Math.hypot(...(wordVectorOf(terms("my parcel")) ?? []))).toBeCloseTo(1, 5);
		expect(wordVectorOf(terms("wie lange dauert die Lieferung nach Österreich"))).toBeNull();
		expect(wordVectorOf(terms("怎么退货"))).toBeNull();
		expect(wordVectorOf([])).toBeNull();
	});
});

describe("character similarity", () => {
	test("forgives slips and other forms", () => {
		const of = (a: string, b: string) => similarity(trigrams(a), trigrams(b));
		expect(of("Cancel my order", "cancel MY order!")).toBe(1);
		expect(of("cancelling an ordr", "cancel an order")).toBeGreaterThan(of("cancelling an ordr", "change an address"));
		expect(of("", "anything")).toBeLessThan(0.1);
	});

	test("is from 0 to 1 and the same both ways", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (a, b) => {
				const value = similarity(trigrams(a), trigrams(b));
				expect(value).toBe(similarity(trigrams(b), trigrams(a)));
				expect(value).toBeGreaterThanOrEqual(0);
				expect(value).toBeLessThanOrEqual(1);
			}),
		);
	});
});
