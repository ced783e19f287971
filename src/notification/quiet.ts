/** A member's quiet hours, in their own time zone. Pure. They may run past midnight; the same time twice is the whole day. */
import type { QuietHours } from "../protocol/notification/table.ts";
import { isTimezone, localTime, minutes } from "../workspace/hours.ts";

/** Whether it is quiet at `at`, in ms since 1970. A time zone that the runtime doesn't know is read as UTC. */
export function isQuiet(quiet: QuietHours | null, timezone: string, at: number): boolean {
	if (quiet === null) return false;
	const { minute } = localTime(isTimezone(timezone) ? timezone : "UTC", at);
	const [from, to] = [minutes(quiet.from), minutes(quiet.to)];
	return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
