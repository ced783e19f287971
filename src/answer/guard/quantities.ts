/**
 * Reads the quantities of a text for comparing them by what they mean: numbers with their units, prices, shares, hours of the
 * day, dates, telephone numbers, and codes of letters and digits. "30-day", "30 Tage" and "thirty days" are one quantity; "30
 * weeks" is another. Takes time in proportion to the text.
 */
import { isNone, type Pack } from "../../language/pack.ts";
import { languages, packs, partsOf, spacedPacks, unspacedPacks } from "../../language/packs.ts";
import { asciiDigits, HAN_NUMERAL, hanValue, MYRIAD, myriad, THOUSAND } from "../../language/text/digits.ts";
import { LETTER, type Unit, unitAfter, unitBefore, unitSource } from "./units.ts";

export type Quantity = {
	/**
	 * "price" and "share" are what a team promises; "code", "telephone" and "date" are compared as a whole; "plain" is a number
	 * without a unit that is known.
	 */
	kind: "price" | "share" | "measure" | "clock" | "date" | "telephone" | "code" | "plain";
	/** Comparable values: a text's quantity is another's where they share one. A pound is money or a weight, so it has two. */
	values: string[];
	/** The numbers as they are written. */
	numbers: number[];
	/** It is called an order or a purchase: what visitors say of their own. */
	ofOrder: boolean;
	/** A one that is a word: "a year" says less than "1 year". */
	article: boolean;
};

/** Before a number that was a word. */
const WRITTEN = "\ue000";

const alternatives = (sources: readonly string[]): string => sources.join("|");
const capturing = (source: string): string => `(${source.replace(/\((?!\?)/g, "(?:")})`;

/** Where a written number, or its unit, ends. Endings and particles follow directly in a language without spaces. */
const endOf = ({ writing }: Pack): string => (writing.words === "unspaced" ? "" : "(?![\\p{L}\\p{M}])");

/** By language: number words before one of the language's units, and words that are both. */
const written = Object.values(packs).flatMap((pack) => {
	const { numbers, amounts } = pack.measures;
	if (isNone(numbers)) return [];
	const words = Object.entries(numbers);
	return [
		{
			pattern: new RegExp(
				`(?<![\\p{L}\\p{M}\\p{N}])(?:${words.map(([, source]) => capturing(source)).join("|")})(?:[\\s-]{0,2}(?=(?:${unitSource(pack)})${endOf(pack)})|[\\s-](?=\\p{L}{2,14} (?:${pack.measures.units.day})(?!\\p{L})))`,
				"giu",
			),
			numbers: words.map(([number]) => number),
		},
		...(isNone(amounts)
			? []
			: amounts.map(([source, number, unit]) => ({
					pattern: new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${capturing(source)}${endOf(pack)}`, "giu"),
					numbers: [`${number} ${unit}`],
				}))),
	];
});

/** Chinese numerals before a unit of a language without spaces. */
const hanNumber = new RegExp(`${HAN_NUMERAL}(?=(?:${alternatives(unspacedPacks.map(unitSource))}))`, "gu");

/** Every number as ASCII digits, with words before units and Chinese numerals among them, and "1,000" as 1000, "9.00" as 9.00. */
function inDigits(text: string): string {
	let plain = asciiDigits(text.normalize("NFKC")).replaceAll(WRITTEN, "");
	for (const { pattern, numbers } of written)
		plain = plain.replace(pattern, (...groups: unknown[]) => {
			const at = groups.slice(1, numbers.length + 1).findIndex((group) => group !== undefined);
			return `${WRITTEN}${numbers[at]} `;
		});
	return plain
		.replace(hanNumber, (numeral) => `${WRITTEN}${hanValue(numeral)}`)
		.replace(/(\d)\s?[×x✕]\s?(?=\d)/giu, "$1 × ");
}

const datePattern =
	/(?<![\d.,/-])(?:(\d{4})[-./](\d{1,2})[-./](\d{1,2})|(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})|(\d{1,2})\.(\d{1,2})\.)(?![\d-])/g;
const telephonePattern = /(?<![\p{L}\p{N}.,])(?:\+\(?|\(?0|00)\d[\d() /.-]{4,22}\d(?![\p{L}\d])/gu;
const { hours, mornings, afternoons } = {
	hours: alternatives(partsOf(({ measures }) => measures.clock.hour)),
	mornings: alternatives(partsOf(({ measures }) => measures.clock.morning)),
	afternoons: alternatives(partsOf(({ measures }) => measures.clock.afternoon)),
};
const hourEnd = `(?!${LETTER})`;
/** An hour with minutes or a word that makes it one. Morning and afternoon are said before or after it. */
const clockPattern = new RegExp(
	`(?:(${mornings})|(${afternoons}))?(?<![\\d.,:])\\s?(?<!\\d)(\\d{1,2})(?:(?::|h|[.](?=\\d{2}\\s?(?:${hours})))([0-5]\\d)(?::[0-5]\\d)?(?!\\d))?(?:\\s?(${hours})${hourEnd})?(?:\\s?(?:(${mornings})|(${afternoons}))${hourEnd})?`,
	"giu",
);
const versionPattern = /(?<![\d.])\d+(?:\.\d+){2,}(?!\d)/g;
const groupPattern = /(?<![\d.,])([1-9]\d{0,2})((?:[.,'’٬\u00a0\u202f ]\d{3})+)(?!\d)/g;

/** A number before a sign that multiplies it, and what is added: "1만 5천" and "1万5000" are 15,000. */
const myriads = new RegExp(
	`(?<![\\d.,])(\\d+(?:[.,]\\d+)?)(${MYRIAD})(?:\\s?(\\d{1,4})(${THOUSAND})?(?![\\d.,]))?`,
	"gu",
);
const thousands = new RegExp(`(?<![\\d.,])(\\d{1,3})${THOUSAND}`, "gu");

/** Words of letters and digits, such as vouchers and order numbers, are those of these that have both. */
const codePattern = new RegExp(`(?:${LETTER}|\\d)(?:${LETTER}|\\d|[-_](?=[\\p{L}\\d]))*`, "gu");
const MIN_CODE = 4;
const ordinal = new RegExp(`^\\d+(?:${alternatives(partsOf(({ measures }) => measures.ordinals))}|x)$`, "iu");

/** False for a number with its unit, an ordinal, and a number with a word after a hyphen ("30-tage-frist"). */
function isCode(word: string): boolean {
	if (word.length < MIN_CODE || !/\d/.test(word) || !/\p{L}/u.test(word)) return false;
	const number = /^\d+/.exec(word)?.[0].length ?? 0;
	if (number === 0) return true;
	if (ordinal.test(word)) return false;
	const unit = unitAfter(word, number);
	if (unit && (number + unit.length === word.length || /^[-_]/.test(word.slice(number + unit.length)))) return false;
	// Somebody's voucher is in capitals ("10-OFF"), a compound isn't.
	return !/^-\p{L}/u.test(word.slice(number)) || /\p{Lu}{2}/u.test(word);
}

const numberPattern = new RegExp(`(?<![\\d.])(?<!${LETTER})(${WRITTEN})?(\\d+(?:[.,]\\d+)?)`, "gu");
/** Between two numbers of which the second one's unit is the first one's too. */
const range = new RegExp(
	`^\\s?(?:[-–—~～〜/×]|${alternatives(Object.values(packs).map(({ measures }) => measures.range))})\\s?[€$£¥${WRITTEN}]{0,2}$`,
	"iu",
);

const orderWords = alternatives(spacedPacks.map(({ measures }) => measures.order));
const orderSigns = alternatives(unspacedPacks.map(({ measures }) => measures.order));
const orderBefore = new RegExp(
	`(?:(?<!\\p{L})(?:${orderWords})(?:\\s\\p{L}{1,9}\\.?){0,2}|(?:${orderSigns})\\p{L}{0,4})[\\s:#№"€$£¥-]*$`,
	"iu",
);
const orderAfter = new RegExp(
	`^[\\s"-]*(?:(?:\\p{L}{1,6}\\s){0,2}(?:${orderWords})(?!\\p{L})|\\p{L}{0,3}(?:${orderSigns}))`,
	"iu",
);
const ORDER_REACH = 36;
const isOfOrder = (text: string, start: number, end: number): boolean =>
	orderBefore.test(text.slice(Math.max(0, start - ORDER_REACH), start)) ||
	orderAfter.test(text.slice(end, end + ORDER_REACH));

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
const decimal = (digits: string): number => Number(digits.replace(",", "."));

/** The quantities of a text whose addresses were taken out of it, in no order. */
export function quantitiesIn(text: string): Quantity[] {
	const found: Quantity[] = [];
	const whole = (kind: Quantity["kind"], values: string[], numbers: number[] = [], ofOrder = false): void =>
		void found.push({ kind, values, numbers, ofOrder, article: false });

	let rest = inDigits(text);
	rest = rest.replace(datePattern, (match, y1, m1, d1, d2, m2, y2, d3, m3) => {
		const [year, first, second] = y1 ? [y1, m1, d1] : y2 ? [y2, d2, m2] : ["", d3, m3];
		const [a, b] = [Number(first), Number(second)];
		if (Math.max(a, b) > 31 || Math.min(a, b) > 12 || Math.min(a, b) === 0) return match;
		const full = year.length === 2 ? 2000 + Number(year) : Number(year);
		// "05.04." is in April or in May, according to where one lives.
		whole("date", [`date:${full}-${a}-${b}`, `date:${full}-${b}-${a}`], [...(year === "" ? [] : [full]), a, b]);
		return " ";
	});
	rest = rest.replace(telephonePattern, (match) => {
		const digits = match.replace(/\D/g, "");
		if (digits.length < 7 || digits.length > 15) return match;
		whole("telephone", [digits.replace(/^0+/, "")]);
		return " ";
	});
	rest = rest.replace(clockPattern, (match, am1, pm1, hour, minute, word, am2, pm2) => {
		const [morning, afternoon] = [am1 ?? am2, pm1 ?? pm2];
		if ((minute ?? word ?? morning ?? afternoon) === undefined || Number(hour) > 24) return match;
		const [h, m] = [Number(hour), Number(minute ?? 0)];
		const of24 = afternoon && h < 12 ? h + 12 : morning && h === 12 ? 0 : h;
		whole("clock", [`clock:${of24 * 60 + m}`], m === 0 ? [of24, h, of24 % 12] : [rounded(h + m / 100)]);
		return " ";
	});
	rest = rest
		.replace(versionPattern, (match) => {
			whole("code", [match]);
			return " ";
		})
		.replace(groupPattern, (_, first: string, groups: string) => first + groups.replace(/\D/g, ""))
		.replace(myriads, (_, digits: string, sign: string, more = "0", thousand: string | undefined) =>
			String(decimal(digits) * myriad(sign) + Number(more) * (thousand === undefined ? 1 : 1000)),
		)
		.replace(thousands, (_, digits: string) => String(Number(digits) * 1000));
	rest = rest.replace(codePattern, (word, at: number) => {
		if (!isCode(word)) return word;
		whole("code", [word.toLowerCase().replace(/[-_]/g, "")], [], isOfOrder(rest, at, at + word.length));
		return " ";
	});

	// From the last to the first, for the first number of a range has the unit of the second.
	let next: { start: number; unit: Unit | null } | null = null;
	for (const match of [...rest.matchAll(numberPattern)].reverse()) {
		const [all, word, digits = ""] = match;
		const [start, end] = [match.index, match.index + all.length];
		const value = decimal(digits);
		const after = unitAfter(rest, end);
		const unit: Unit | null =
			after?.unit ?? unitBefore(rest, start) ?? (next && range.test(rest.slice(end, next.start)) ? next.unit : null);
		next = { start, unit };
		const values = unit?.scales.map(([dimension, factor]) => `${dimension}:${rounded(value * factor)}`) ?? [];
		const hour = values.some((each) => each.startsWith("time:")) && value <= 24 && after ? [`clock:${value * 60}`] : [];
		found.push({
			kind: unit?.kind ?? "plain",
			values: [...values, ...hour],
			numbers: [value],
			ofOrder: isOfOrder(rest, start, end + (after?.length ?? 0)),
			article: word !== undefined && value <= 1,
		});
	}
	return found;
}

/** The names of the months in the packs' languages, as the platform has them (CLDR), and their numbers. */
const monthNames = new Map(
	languages.flatMap((language) =>
		Array.from({ length: 12 }, (_, month): [string, number] => {
			const parts = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", timeZone: "UTC" });
			const name = parts.formatToParts(Date.UTC(2026, month, 15)).find(({ type }) => type === "month")?.value ?? "";
			return [name.toLowerCase(), month + 1];
		}),
	),
);

/** The numbers of the months that a text names. */
export const monthsIn = (text: string): number[] =>
	text
		.toLowerCase()
		.match(/[\p{L}\p{M}]+/gu)
		?.flatMap((word) => monthNames.get(word) ?? []) ?? [];
