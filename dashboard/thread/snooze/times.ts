/**
 * Until when a conversation can be snoozed: the times that are offered, and the instant of a date and time of day that a member
 * chooses. All in the member's time zone, whose clock may change in between. Pure.
 */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MORNING_MS = 9 * HOUR_MS;
const MONDAY = 1;

export type SnoozeTime = { name: string; until: number };

/** What a zone's clocks show at `at`, as the time at which UTC's clocks show the same. Both in ms since 1970. */
function clockAt(at: number, timezone: string): number {
	const format = new Intl.DateTimeFormat("en-US", {
		timeZone: timezone,
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric",
		second: "numeric",
	});
	const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
	const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
	return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
}

/**
 * When a zone's clocks show `clock`. A time that they skip is as much later as they were put forward; of one that they show
 * twice, it is the first.
 */
function whenClocksShow(clock: number, timezone: string): number {
	const [before = clock, after = clock] = [-DAY_MS, DAY_MS].map(
		(near) => clock - (clockAt(clock + near, timezone) - (clock + near)),
	);
	return clockAt(before, timezone) !== clock && clockAt(after, timezone) === clock ? after : before;
}

/** The times that are offered at `now`. Where tomorrow is Monday, it is offered once. */
export function snoozeTimes(now: number, timezone: string): SnoozeTime[] {
	const today = Math.floor(clockAt(now, timezone) / DAY_MS);
	const morningIn = (days: number) => whenClocksShow((today + days) * DAY_MS + MORNING_MS, timezone);
	const weekday = new Date(today * DAY_MS).getUTCDay();
	const toMonday = (MONDAY - weekday + 7) % 7 || 7;
	return [
		{ name: "In three hours", until: now + 3 * HOUR_MS },
		{ name: "Tomorrow morning", until: morningIn(1) },
		...(toMonday === 1 ? [] : [{ name: "Monday morning", until: morningIn(toMonday) }]),
	];
}

/** The instant of what was typed into a box for date and time, "2026-12-01T09:00"; null where it is none. */
export function timeOf(typed: string, timezone: string): number | null {
	const clock = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(typed) ? Date.parse(`${typed}Z`) : Number.NaN;
	return Number.isNaN(clock) ? null : whenClocksShow(clock, timezone);
}

/** The same the other way, for the box's first value. */
export const typedAs = (at: number, timezone: string): string =>
	new Date(clockAt(at, timezone)).toISOString().slice(0, "2026-12-01T09:00".length);
