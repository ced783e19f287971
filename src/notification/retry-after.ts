/** Reads Retry-After (RFC 9110, section 10.2.3): seconds or a date. Pure. */

/** The longest wait that is believed, in ms. */
const LONGEST_MS = 3_600_000;

/** In ms; null: the answer names none, or nothing that can be read. */
export function retryAfterMs(headers: Headers, now: number): number | null {
	const value = headers.get("retry-after")?.trim() ?? "";
	const at = /^\d+$/.test(value) ? now + Number(value) * 1_000 : Date.parse(value);
	return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), LONGEST_MS);
}
