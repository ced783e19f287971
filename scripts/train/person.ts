/**
 * `npm run train:person`: makes src/answer/intent/human-request/weights.ts, by logistic regression with AdaGrad on the
 * messages of person-messages.jsonl. Each message is also used with typing errors, so that misspelt words get weights, and
 * among other sentences. The features with the least weight are dropped until the table is small, and the rest is fitted
 * again. The same messages give the same weights.
 *
 * The messages of test/eval/set/human-request.jsonl are for measuring and must not be added here.
 */
import { readFileSync, writeFileSync } from "node:fs";
import * as v from "valibot";
import type { Language } from "../../src/language/packs.ts";
import { languageOf } from "../../src/language/detect.ts";
import { STEPS } from "../../src/answer/intent/human-request/detect.ts";
import { type Features, featuresOf } from "../../src/answer/intent/human-request/features.ts";

const FROM = new URL("person-messages.jsonl", import.meta.url);
const TO = new URL("../../src/answer/intent/human-request/weights.ts", import.meta.url);

/** The number of weights that are kept. Each takes four characters: 80 kB in all. */
const KEPT = 20_000;
/** A feature must be in this many messages, twins included: one that is in a single message only is chance. */
const SEEN = 8;
const EPOCHS = 10;
/** Weights are averaged over this many last epochs, because they still change from one to the next. */
const AVERAGED = 5;
const RATE = 0.3;
const DECAY = 1e-5;
/** The share of a message's weight in the loss that is its own; its twins have the rest. */
const OWN = 0.6;
/** The number of twins of either kind for each message. With one, the weights would depend much on its typing error. */
const TWINS = 3;
/** The share of the messages that also get twins among other sentences. */
const AMONG_OTHERS = 0.6;
const MOST_OTHERS = 3;

const Message = v.object({ text: v.string(), human: v.boolean(), weight: v.optional(v.number(), 1) });

let seed = 7;
function random(): number {
	seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
	return seed / 2 ** 32;
}

/** A text with one typing error: a letter left out, doubled, swapped or replaced by a neighbour, or marks or signs left out. */
function misspelt(text: string): string {
	const characters = [...text];
	const at = Math.floor(random() * characters.length);
	const slip = random();
	const here = characters[at] ?? "";
	if (slip < 0.15)
		return text
			.normalize("NFD")
			.replace(/(?<=\p{Script=Latin})\p{M}/gu, "")
			.normalize("NFC");
	if (slip < 0.3 || !/\p{Script=Latin}/u.test(here)) return text.replace(/[?!.,？！。、]/g, "");
	if (slip < 0.55) characters.splice(at, 1);
	else if (slip < 0.75) characters.splice(at, 2, characters[at + 1] ?? "", here);
	else if (slip < 0.9) characters.splice(at, 0, here);
	else characters[at] = String.fromCharCode(97 + Math.floor(random() * 26));
	return characters.join("");
}

type Example = { features: [place: number, strength: number][]; asks: 0 | 1; weight: number };

function exampleOf(features: Features | null, human: boolean, weight: number): Example[] {
	return features === null ? [] : [{ features: [...features], asks: human ? 1 : 0, weight }];
}

const messages = readFileSync(FROM, "utf8")
	.trim()
	.split("\n")
	.map((line) => v.parse(Message, JSON.parse(line)));

const languageBy = new Map<string, Language>();
for (const { text } of messages) languageBy.set(text, await languageOf(text));

/** Sentences that neither ask for a person nor mention one, which may precede or follow any message. */
const asides = Map.groupBy(
	messages.map(({ text }) => text).filter((text) => featuresOf(text) === null),
	(text) => languageBy.get(text),
);
function amongOthers(text: string): string[] {
	const some = asides.get(languageBy.get(text));
	if (random() > AMONG_OTHERS || some === undefined) return [];
	const all = Array.from(
		{ length: 1 + Math.floor(random() * MOST_OTHERS) },
		() => some[Math.floor(random() * some.length)],
	);
	all.splice(Math.floor(random() * (all.length + 1)), 0, text);
	return [all.join([". ", ", ", "\n", "? "][Math.floor(random() * 4)])];
}

const times = <Item>(count: number, make: () => Item[]): Item[] => Array.from({ length: count }, make).flat();
const examples = messages.flatMap(({ text, human, weight }) => {
	const other = (weight * (1 - OWN)) / TWINS;
	return [
		...exampleOf(featuresOf(text), human, weight * OWN),
		...times(TWINS, () => exampleOf(featuresOf(misspelt(text)), human, other)),
		...times(TWINS, () => amongOthers(text).flatMap((longer) => exampleOf(featuresOf(longer), human, other))),
	];
});

function shuffle<Item>(items: Item[]): void {
	for (let at = items.length - 1; at > 0; at--) {
		const other = Math.floor(random() * (at + 1));
		const [one, two] = [items[at], items[other]];
		if (one === undefined || two === undefined) continue;
		items[at] = two;
		items[other] = one;
	}
}

/** The state of a feature while weights are fitted. */
type Fitted = { place: number; weight: number; slopes: number; sum: number };

function fit(kept: Set<number>): Map<number, number> {
	const fitted = new Map(
		[...kept].map((place): [number, Fitted] => [place, { place, weight: 0, slopes: 1e-8, sum: 0 }]),
	);
	const rows = examples.map(({ features, ...rest }) => ({
		...rest,
		features: features.flatMap(([place, strength]) => {
			const feature = fitted.get(place);
			return feature === undefined ? [] : [{ feature, strength }];
		}),
	}));
	for (let epoch = 0; epoch < EPOCHS; epoch++) {
		shuffle(rows);
		for (const { features, asks, weight } of rows) {
			const score = features.reduce((total, { feature, strength }) => total + feature.weight * strength, 0);
			const off = weight * (1 / (1 + Math.exp(-score)) - asks);
			for (const { feature, strength } of features) {
				const slope = off * strength + DECAY * feature.weight;
				feature.slopes += slope ** 2;
				feature.weight -= (RATE * slope) / Math.sqrt(feature.slopes);
			}
		}
		if (epoch >= EPOCHS - AVERAGED) for (const feature of fitted.values()) feature.sum += feature.weight / AVERAGED;
	}
	return new Map([...fitted].map(([place, { sum }]) => [place, sum]));
}

/** How many messages have a feature, and the sum of its values. */
const uses = new Map<number, { count: number; strength: number }>();
for (const { features } of examples)
	for (const [place, strength] of features) {
		const use = uses.get(place) ?? { count: 0, strength: 0 };
		uses.set(place, { count: use.count + 1, strength: use.strength + strength });
	}

const importance = (place: number, weight: number): number => {
	const { count, strength } = uses.get(place) ?? { count: 1, strength: 0 };
	return (Math.abs(weight) * strength) / Math.sqrt(count);
};
const most = (weights: Map<number, number>, size: number): Set<number> =>
	new Set(
		[...weights]
			.toSorted(([a, one], [b, other]) => importance(b, other) - importance(a, one) || a - b)
			.slice(0, size)
			.map(([place]) => place),
	);

let weights = fit(new Set([...uses].filter(([, { count }]) => count >= SEEN).map(([place]) => place)));
for (const size of [KEPT * 3, KEPT]) weights = fit(most(weights, size));

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
let last = 0;
const table = [...weights]
	.toSorted(([a], [b]) => a - b)
	.map(([place, weight]) => {
		const step = place - last;
		if (step >= 2 ** 16) throw new Error("Two features are too far apart for the table.");
		last = place;
		const number = (step << 8) | (Math.max(-128, Math.min(127, Math.round(weight * STEPS))) + 128);
		return [18, 12, 6, 0].map((bits) => DIGITS[(number >>> bits) & 63]).join("");
	})
	.join("");
writeFileSync(
	TO,
	`/** How much each feature of a message says for a wish to reach a person. Made by scripts/train/person.ts; not to be edited. */\nexport const table: string =\n\t"${table}";\n`,
);
console.log(
	`${messages.length} messages, ${examples.length} examples, ${weights.size} features, ${table.length} characters`,
);
