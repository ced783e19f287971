/** A browser in words, from what it says of itself: for the list of sessions and the audit log. It identifies nobody. */
import Bowser from "bowser";

const MAX_LENGTH = 80;

/** "Firefox on Linux"; null where there is nothing to read. */
export function deviceOf(userAgent: string | null): string | null {
	if (!userAgent) return null;
	const { browser, os } = Bowser.parse(userAgent);
	return [browser.name, os.name].filter(Boolean).join(" on ").slice(0, MAX_LENGTH) || null;
}
