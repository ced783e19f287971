/**
 * Times as texts, in the language and the time zone of the reader's profile, or the browser's. `now` is a signal that ticks, so that relative times are updated. It follows the server's clock, because
 * the browser's may be wrong by hours.
 */
import { computed, signal } from "@preact/signals";

const TICK_MS = 10_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let offsetMs = 0;

/** The server's time in ms since 1970, updated every ten seconds. */
export const now = signal(Date.now());

/** The server's time now, in ms since 1970, for what ticks faster than `now`. */
export const serverTime = (): number => Date.now() + offsetMs;

const tick = () => {
	now.value = serverTime();
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

/** The reader's choices in My account; null: as the browser has them. */
const reader = signal<{ language: string | null; timezone: string | null }>({ language: null, timezone: null });

/** Sets whose times these are. A zone that this browser doesn't know is left out. */
export function readAs(language: string | null, timezone: string | null): void {
	const before = reader.peek();
	const known = timezone !== null && localTime(timezone) === null ? null : timezone;
	if (before.language !== language || before.timezone !== known) reader.value = { language, timezone: known };
}

const formats = computed(() => {
	const { language, timezone } = reader.value;
	const timeZone = timezone ?? undefined;
	const own = language ?? undefined;
	// Beside English words, unless the reader has chosen a language.
	const words = language ?? "en-GB";
	const format = (locale: string | undefined, options: Intl.DateTimeFormatOptions) =>
		new Intl.DateTimeFormat(locale, { ...options, timeZone });
	return {
		dayMonth: format(words, { day: "numeric", month: "short" }),
		dayMonthYear: format(words, { day: "numeric", month: "short", year: "numeric" }),
		weekday: format(words, { weekday: "long", day: "numeric", month: "long" }),
		dayOfWeek: format(words, { weekday: "short", day: "numeric", month: "short" }),
		clock: format(own, { hour: "2-digit", minute: "2-digit" }),
		full: format(own, { dateStyle: "full", timeStyle: "short" }),
		/** "2026-11-30": a day of the calendar, to compare. */
		day: format("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" }),
	};
});

/** The day of the calendar as days since 1970. A day may have 23 or 25 hours, so 24 hours ago needn't be yesterday. */
const dayNumber = (at: number): number => Date.parse(formats.value.day.format(at)) / DAY;

const sameDay = (a: number, b: number) => dayNumber(a) === dayNumber(b);

/** How long ago a time is, up to a week; then the date. */
export function ago(at: number): string {
	const ms = now.value - at;
	return ms < 7 * DAY ? span(ms) : date(at);
}

export const date = (at: number): string =>
	(yearOf(at) === yearOf(now.value) ? formats.value.dayMonth : formats.value.dayMonthYear).format(at);

const yearOf = (at: number): string => formats.value.day.format(at).slice(0, 4);

/** The time of day in the reader's locale: "14:02". */
export const time = (at: number): string => formats.value.clock.format(at);

/** The full date and time, for tooltips. */
export const fullTime = (at: number): string => formats.value.full.format(at);

/** The day, for the separator between two days of a thread: "Today", "Yesterday" or a date. */
export function day(at: number): string {
	const past = dayNumber(now.value) - dayNumber(at);
	if (past === 0) return "Today";
	if (past === 1) return "Yesterday";
	return (now.value - at < 300 * DAY ? formats.value.weekday : formats.value.dayMonthYear).format(at);
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

/** A day of the week with its date and a time, for what is soon: "Tue 1 Dec, 09:00". */
export const dayAndTime = (at: number): string => `${formats.value.dayOfWeek.format(at).replace(",", "")}, ${time(at)}`;

/** The time zone that times are shown in. */
export const shownTimezone = (): string => reader.peek().timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A date with a time, for the end of a block: "14 March, 09:30". */
export const moment = (at: number): string => `${date(at)}, ${time(at)}`;
