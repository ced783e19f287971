/** Small things a browser remembers between visits. Where storage is refused, it forgets without a fuss. */

export function recall(key: string): string | null {
	try {
		return localStorage.getItem(`parley.${key}`);
	} catch {
		return null;
	}
}

/** Null forgets. */
export function remember(key: string, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(`parley.${key}`);
		else localStorage.setItem(`parley.${key}`, value);
	} catch {
		// Private windows and full disks: what was typed still stands on the page.
	}
}
