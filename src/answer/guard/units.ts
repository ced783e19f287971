/**
 * The units of quantities: signs that all languages share, and the packs' words. Units of one dimension convert into each other
 * exactly ("two weeks" are 14 days); a month isn't a number of days, nor an inch one of centimetres, as far as a text is concerned.
 */
import type { Pack, UnitWord } from "../../language/pack.ts";
import { packs, spacedPacks, unspacedPacks, withoutNone } from "../../language/packs.ts";

/** A dimension's name, and how many of its least unit this one is. */
type Scale = [dimension: string, factor: number];

const money = ["eur", "usd", "gbp", "chf", "pln", "try", "brl", "krone", "rub", "inr", "ils"] as const;

/** By unit: the scales on which it may be read. A pound is money or a weight, a cent belongs to any currency. */
const scales: Record<UnitWord, Scale[]> = {
	second: [["time", 1]],
	minute: [["time", 60]],
	hour: [["time", 3600]],
	day: [["time", 86_400]],
	week: [["time", 604_800]],
	month: [["months", 1]],
	year: [["months", 12]],
	percent: [["share", 1]],
	euro: [["eur", 1]],
	dollar: [["usd", 1]],
	pound: [
		["gbp", 1],
		["pounds", 1],
	],
	franc: [["chf", 1]],
	yen: [["jpy", 1]],
	yuan: [["cny", 1]],
	zloty: [["pln", 1]],
	lira: [["try", 1]],
	real: [["brl", 1]],
	krona: [["krone", 1]],
	rouble: [["rub", 1]],
	rupee: [["inr", 1]],
	shekel: [["ils", 1]],
	won: [["krw", 1]],
	cent: money.map((currency): Scale => [currency, 0.01]),
	inch: [["inches", 1]],
	foot: [["feet", 1]],
	millimetre: [["length", 1]],
	centimetre: [["length", 10]],
	metre: [["length", 1000]],
	kilometre: [["length", 1_000_000]],
	gram: [["weight", 1]],
	kilogram: [["weight", 1000]],
	millilitre: [["volume", 1]],
	litre: [["volume", 1000]],
};

/** Signs after a number, some of them before it too, and their scales. They are compared without regard to case. */
const signs: [sign: string, ...scales: Scale[]][] = [
	["[%٪]|pct", ["share", 1]],
	["€|eur", ["eur", 1]],
	["(?:us|ca|au?)?\\$|usd|cad|aud", ["usd", 1]],
	["£|gbp", ["gbp", 1]],
	["¥", ["jpy", 1], ["cny", 1]],
	["jpy", ["jpy", 1]],
	["cny|rmb", ["cny", 1]],
	["chf|sfr\\.?", ["chf", 1]],
	["pln", ["pln", 1]],
	["₺|try|tl", ["try", 1]],
	["r\\$|brl", ["brl", 1]],
	["kr\\.?|sek|nok|dkk", ["krone", 1]],
	["₹|inr", ["inr", 1]],
	["₽|rub", ["rub", 1]],
	["₪|ils", ["ils", 1]],
	["₩|krw", ["krw", 1]],
	["min", ["time", 60]],
	["h", ["time", 3600]],
	["mm", ["length", 1]],
	["cm", ["length", 10]],
	["m", ["length", 1000]],
	["km", ["length", 1_000_000]],
	["''|′′", ["inches", 1]],
	["ft", ["feet", 1]],
	["mg", ["weight", 0.001]],
	["g", ["weight", 1]],
	["kg", ["weight", 1000]],
	["lbs?", ["pounds", 1]],
	["oz", ["ounces", 1]],
	["ml", ["volume", 1]],
	["cl", ["volume", 10]],
	["dl", ["volume", 100]],
	["l", ["volume", 1000]],
	["kb", ["data", 0.001]],
	["mb", ["data", 1]],
	["gb", ["data", 1000]],
	["tb", ["data", 1_000_000]],
	["w", ["power", 1]],
	["kw", ["power", 1000]],
	["wh", ["energy", 1]],
	["kwh", ["energy", 1000]],
	["mah", ["charge", 1]],
	["v", ["volts", 1]],
	["hz", ["hertz", 1]],
	["px", ["pixels", 1]],
	["° ?c", ["celsius", 1]],
	["° ?f", ["fahrenheit", 1]],
	["°", ["degrees", 1]],
];

const currencies = new Set([
	"eur",
	"usd",
	"gbp",
	"chf",
	"jpy",
	"cny",
	"pln",
	"try",
	"brl",
	"krone",
	"inr",
	"rub",
	"ils",
	"krw",
]);

export type Unit = {
	scales: readonly Scale[];
	kind: "price" | "share" | "measure";
};

const unitOf = (all: readonly Scale[]): Unit => ({
	scales: all,
	kind: all.some(([name]) => currencies.has(name))
		? "price"
		: all.some(([name]) => name === "share")
			? "share"
			: "measure",
});

/** A letter of a script in which words and codes are written apart from what surrounds them. */
export const LETTER =
	"(?![\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Hebr}\\p{scx=Arab}])\\p{L}";

const unitWords = (all: readonly Pack[], unit: UnitWord): string[] =>
	all.flatMap(({ measures }) => measures.units[unit] ?? []);
const isUnitWord = (name: string): name is UnitWord => Object.hasOwn(scales, name);
/** Money first: the Chinese word for yen begins with the one for a day. */
const names: UnitWord[] = Object.keys(scales)
	.filter(isUnitWord)
	.sort((a, b) => Number(unitOf(scales[b]).kind === "price") - Number(unitOf(scales[a]).kind === "price"));

/** One pattern of all units, a group for each, and the units by the groups' numbers. */
function table(entries: readonly { source: string; unit: Unit }[]): { source: string; units: readonly Unit[] } {
	return {
		source: entries.map(({ source }) => `(${source.replace(/\((?!\?)/g, "(?:")})`).join("|"),
		units: entries.map(({ unit }) => unit),
	};
}

const wordTable = (all: readonly Pack[]) =>
	names.flatMap((name) => {
		const words = unitWords(all, name);
		return words.length === 0 ? [] : [{ source: words.join("|"), unit: unitOf(scales[name]) }];
	});
const spaced = table([
	...signs.map(([sign, ...all]) => ({ source: sign, unit: unitOf(all) })),
	...wordTable(spacedPacks),
]);
const unspaced = table(wordTable(unspacedPacks));
const before = table(
	signs.map(([sign, ...all]) => ({ source: sign, unit: unitOf(all) })).filter(({ unit }) => unit.kind === "price"),
);

/** A word between a number and its unit of time: "30 calendar days". */
const timeWords = (["hour", "day", "week", "month", "year"] as const).map((name) => ({
	source: unitWords(spacedPacks, name).join("|"),
	unit: unitOf(scales[name]),
}));
const apart = table(timeWords);

const afterSpaced = new RegExp(`^[\\s-]{0,2}(?:${spaced.source})(?!${LETTER}|[\\p{M}\\d])`, "iu");
const afterUnspaced = new RegExp(`^\\s?(?:${unspaced.source})`, "u");
const afterApart = new RegExp(`^ \\p{L}{2,14} (?:${apart.source})(?!${LETTER}|\\p{M})`, "iu");
const beforeNumber = new RegExp(`(?<!\\p{L})(?:${before.source})\\s?$`, "iu");
const shareBefore = new RegExp(
	`(?:%|${withoutNone(Object.values(packs).map(({ measures }) => measures.percentBefore)).join("|")})\\s?$`,
	"iu",
);

function unitFrom(match: RegExpExecArray | null, units: readonly Unit[]): { unit: Unit; length: number } | null {
	const at = match === null ? -1 : match.slice(1).findIndex((group) => group !== undefined);
	const unit = units[at];
	return match && unit ? { unit, length: match[0].length } : null;
}

/** Characters that a unit and what stands before it take at most. */
const UNIT_LENGTH = 48;

/** The unit that follows a number which ends at `end`, and its length with the space before it. */
export function unitAfter(text: string, end: number): { unit: Unit; length: number } | null {
	const rest = text.slice(end, end + UNIT_LENGTH);
	return (
		unitFrom(afterSpaced.exec(rest), spaced.units) ??
		unitFrom(afterUnspaced.exec(rest), unspaced.units) ??
		unitFrom(afterApart.exec(rest), apart.units)
	);
}

/** The sign of a currency, or the word for per cent, before a number that begins at `start`. */
export function unitBefore(text: string, start: number): Unit | null {
	const lead = text.slice(Math.max(0, start - 12), start);
	return (
		unitFrom(beforeNumber.exec(lead), before.units)?.unit ?? (shareBefore.test(lead) ? unitOf(scales.percent) : null)
	);
}

/** A pack's words for units, for finding its number words before them. */
export const unitSource = ({ measures }: Pack): string => Object.values(measures.units).join("|");
