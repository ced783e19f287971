/** Small things a browser remembers between visits. Where storage is refused, it forgets without a fuss. */

export function recall(key: string): string | null {
	try {
		return localStorage.getItem(`parley.${key}`);
	} catch {
		return null;
	}
}

/** Tells when another tab of this browser changes what is remembered under `key`. The result stops it. */
export function onChange(key: string, changed: (before: string | null, now: string | null) => void): () => void {
	const onStorage = (event: StorageEvent) => {
		if (event.key === `parley.${key}`) changed(event.oldValue, event.newValue);
	};
	addEventListener("storage", onStorage);
	return () => removeEventListener("storage", onStorage);
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
