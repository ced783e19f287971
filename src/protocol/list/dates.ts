/**
 * The dates of a filter: "today", "7d" (the last seven days), "30d", or a range of days such as "2026-11-01..2026-11-30", either end
 * of which may be missing. Days begin at midnight in the filter's time zone. Pure; the server and every dashboard use it.
 */
import * as v from "valibot";

/** A day that exists: "2026-02-30" is none. */
export const isDay = (day: string): boolean => {
	const at = Date.parse(`${day}T00:00:00Z`);
	return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
};

const RANGE = /^(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?$/;

export const FilterDate = v.pipe(
	v.string(),
	v.maxLength(30),
	v.check((date) => {
		if (date === "today" || date === "7d" || date === "30d") return true;
		const [, from, to] = RANGE.exec(date) ?? [];
		return (from ?? to) !== undefined && [from, to].every((day) => day === undefined || isDay(day));
	}, "invalid"),
	v.description(
		'"today", "7d", "30d", or days from and to, such as "2026-11-01..2026-11-30"; either end may be missing.',
	),
);

/** The name of a time zone that this runtime knows. */
export const FilterZone = v.pipe(
	v.string(),
	v.maxLength(64),
	v.check((zone) => {
		try {
			return formatterOf(zone) !== null;
		} catch {
			return false;
		}
	}, "invalid"),
	v.description("The name of a time zone."),
);

/** From the first to before the second time, in ms since 1970. */
export type Bounds = { from: number; to: number };

/** Cached, because creating one takes longer than using it. A workspace has a few time zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATTERS = 50;

function formatterOf(timeZone: string): Intl.DateTimeFormat {
	const known = formatters.get(timeZone);
	if (known) return known;
	const fields = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
	const made = new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...fields });
	if (formatters.size >= MOST_FORMATTERS) formatters.clear();
	formatters.set(timeZone, made);
	return made;
}

/** A time as the zone's clock shows it, to the minute, in ms since 1970 as if that clock were UTC. */
function clockAt(time: number, zone: string): number {
	const parts = formatterOf(zone).formatToParts(time);
	const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
	return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** The day that it is in a zone, as "2026-11-30". */
export const dayIn = (zone: string, now: number): string => new Date(clockAt(now, zone)).toISOString().slice(0, 10);

/** When a day begins in a zone. `midnight`: the day's midnight in UTC. */
function startOf(midnight: number, zone: string): number {
	const offsetAt = (time: number) => clockAt(time, zone) - Math.floor(time / MINUTE_MS) * MINUTE_MS;
	const guess = midnight - offsetAt(midnight);
	// The clock may have been changed between the two.
	return midnight - offsetAt(guess);
}

/** The times that a filter's date lets through; null where it names no date. */
export function boundsOf({ date, zone = "UTC" }: { date?: string; zone?: string }, now: number): Bounds | null {
	if (date === undefined) return null;
	const [isRange, from, to] = RANGE.exec(date) ?? [];
	if (isRange !== undefined) {
		const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`);
		return {
			from: from === undefined ? 0 : startOf(midnight(from), zone),
			to: to === undefined ? Number.MAX_SAFE_INTEGER : startOf(midnight(to) + DAY_MS, zone),
		};
	}
	const today = Math.floor(clockAt(now, zone) / DAY_MS) * DAY_MS;
	const before = date === "7d" ? 6 : date === "30d" ? 29 : 0;
	return { from: startOf(today - before * DAY_MS, zone), to: Number.MAX_SAFE_INTEGER };
}
