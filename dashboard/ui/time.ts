/**
 * Times as texts. `now` is a signal that ticks, so that relative times are updated. It follows the server's clock, because
 * the browser's may be wrong by hours.
 */
import { signal } from "@preact/signals";
import { daysBetween } from "../../client/days.ts";

const TICK_MS = 10_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let offsetMs = 0;

/** The server's time in ms since 1970, updated every ten seconds. */
export const now = signal(Date.now());

const tick = () => {
	now.value = Date.now() + offsetMs;
};
setInterval(tick, TICK_MS);
document.addEventListener("visibilitychange", tick);

/** Sets the server's time, from a frame that contains it. */
export function setClock(serverNow: number): void {
	offsetMs = serverNow - Date.now();
	tick();
}

/** A duration: "now", "4 min", "3 h", "2 d". */
export function span(ms: number): string {
	if (ms < MINUTE) return "now";
	if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
	if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
	return `${Math.floor(ms / DAY)} d`;
}

const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dayMonthYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

/** How long ago a time is, up to a week; then the date. */
export function ago(at: number): string {
	const ms = now.value - at;
	return ms < 7 * DAY ? span(ms) : date(at);
}

export const date = (at: number): string =>
	(new Date(at).getFullYear() === new Date(now.value).getFullYear() ? dayMonth : dayMonthYear).format(at);

/** The time of day in the reader's locale: "14:02". */
export const time = (at: number): string => clock.format(at);

/** The full date and time, for tooltips. */
export const fullTime = (at: number): string => full.format(at);

/** The day, for the separator between two days of a thread: "Today", "Yesterday" or a date. */
export function day(at: number): string {
	const past = daysBetween(at, now.value);
	if (past === 0) return "Today";
	if (past === 1) return "Yesterday";
	return now.value - at < 300 * DAY ? weekday.format(at) : dayMonthYear.format(at);
}

export const isSameDay = sameDay;

/** The current time in a time zone; null when the browser doesn't know the zone. */
export function localTime(timezone: string): string | null {
	try {
		return new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", timeZone: timezone }).format(
			now.value,
		);
	} catch {
		return null;
	}
}

/** A date with a time, for the end of a block: "14 March, 09:30". */
export const moment = (at: number): string => `${date(at)}, ${time(at)}`;
