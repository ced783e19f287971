/**
 * Times as people read them. `now` ticks, so that relative times do; it runs on the server's clock, since the browser's
 * may be wrong by hours.
 */
import { signal } from "@preact/signals";

const TICK_MS = 10_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let offsetMs = 0;

/** The server's time in ms since 1970, renewed every ten seconds. */
export const now = signal(Date.now());

const tick = () => {
	now.value = Date.now() + offsetMs;
};
setInterval(tick, TICK_MS);
document.addEventListener("visibilitychange", tick);

/** Takes the server's clock from a frame that tells it. */
export function setClock(serverNow: number): void {
	offsetMs = serverNow - Date.now();
	tick();
}

/** A length of time: "now", "4 min", "3 h", "2 d". */
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

/** How long ago, up to a week; then the date. */
export function ago(at: number): string {
	const ms = now.value - at;
	return ms < 7 * DAY ? span(ms) : date(at);
}

export const date = (at: number): string =>
	(new Date(at).getFullYear() === new Date(now.value).getFullYear() ? dayMonth : dayMonthYear).format(at);

/** "14:02", as the reader's own settings write it. */
export const time = (at: number): string => clock.format(at);

/** The whole thing, for tooltips. */
export const fullTime = (at: number): string => full.format(at);

/** The separator between two days of a thread. */
export function day(at: number): string {
	if (sameDay(at, now.value)) return "Today";
	if (sameDay(at, now.value - DAY)) return "Yesterday";
	return now.value - at < 300 * DAY ? weekday.format(at) : dayMonthYear.format(at);
}

export const isSameDay = sameDay;

/** The time where somebody is; null when the browser doesn't know the zone. */
export function localTime(timezone: string): string | null {
	try {
		return new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", timeZone: timezone }).format(
			now.value,
		);
	} catch {
		return null;
	}
}

/** "until 14 March, 09:30" is what a block's end needs. */
export const moment = (at: number): string => `${date(at)}, ${time(at)}`;
