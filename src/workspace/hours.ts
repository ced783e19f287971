/**
 * Business hours: whether it is business hours at a moment, in the workspace's time zone. Pure. A day's hours may run past
 * midnight; the same time for `from` and `to` means 24 hours. On a holiday nobody is in.
 */
import type { Hours } from "../protocol/workspace.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** True for the names Intl knows: "Europe/Berlin", "UTC". */
export function isTimezone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
	} catch {
		return false;
	}
}

/** Minutes since midnight of a time such as "18:00". */
export const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Weekday (0 is Monday), minutes since midnight, and the date ("2026-12-24"), in the time zone. */
export function localTime(timezone: string, now: number): { day: number; minute: number; date: string } {
	const parts = new Intl.DateTimeFormat("en-US", {
		timeZone: timezone,
		weekday: "short",
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
		hourCycle: "h23",
	}).formatToParts(now);
	const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
	return {
		day: WEEKDAYS.indexOf(part("weekday")),
		minute: Number(part("hour")) * 60 + Number(part("minute")),
		date: `${part("year")}-${part("month")}-${part("day")}`,
	};
}

/** The date before one: dates have no zone, so UTC reckons with them. */
const dayBefore = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);

/** A holiday is a date, or a day of every year. */
const isHoliday = ({ holidays = [] }: Hours, date: string): boolean =>
	holidays.includes(date) || holidays.includes(date.slice("2026-".length));

/**
 * Whether it is business hours at `now` (ms since 1970). `until` is when they end, in local time, "18:00"; null when closed
 * or always open.
 */
export function openNow(hours: Hours | null, now: number): { open: boolean; until: string | null } {
	if (hours === null) return { open: true, until: null };
	// If the runtime doesn't know the time zone any more, the team counts as available.
	if (!isTimezone(hours.timezone)) return { open: true, until: null };
	const { day, minute, date } = localTime(hours.timezone, now);
	const today = isHoliday(hours, date) ? null : hours.days[day];
	const yesterday = isHoliday(hours, dayBefore(date)) ? null : hours.days[(day + 6) % 7];
	if (today) {
		const [from, to] = [minutes(today.from), minutes(today.to)];
		if (minute >= from && (to <= from || minute < to)) return { open: true, until: today.to };
	}
	if (yesterday) {
		const [from, to] = [minutes(yesterday.from), minutes(yesterday.to)];
		if (to <= from && minute < to) return { open: true, until: yesterday.to };
	}
	return { open: false, until: null };
}
