/** Days of the calendar in the browser's time zone. A day may have 23 or 25 hours, so 24 hours ago needn't be yesterday. */

/** The date as days since 1970, whatever the zone: the same date in UTC. */
const dayNumber = (at: number): number => {
	const date = new Date(at);
	return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
};

/** How many days of the calendar `later` is after `earlier`, both in ms since 1970. */
export const daysBetween = (earlier: number, later: number): number => dayNumber(later) - dayNumber(earlier);
