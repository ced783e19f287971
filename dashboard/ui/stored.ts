/** Small values in localStorage. Where the browser refuses storage, they aren't stored, and nothing throws. */

export function recall(key: string): string | null {
	try {
		return localStorage.getItem(`parley.${key}`);
	} catch {
		return null;
	}
}

/** Calls `changed` when another tab changes the value of `key`. Returns the function that stops it. */
export function onChange(key: string, changed: (before: string | null, now: string | null) => void): () => void {
	const onStorage = (event: StorageEvent) => {
		if (event.key === `parley.${key}`) changed(event.oldValue, event.newValue);
	};
	addEventListener("storage", onStorage);
	return () => removeEventListener("storage", onStorage);
}

/** Removes the values whose keys begin so. */
export function forget(prefix: string): void {
	try {
		for (const key of Object.keys(localStorage)) if (key.startsWith(`parley.${prefix}`)) localStorage.removeItem(key);
	} catch {
		// Storage is refused, so it holds nothing.
	}
}

/** Stores a value; null removes it. */
export function remember(key: string, value: string | null): void {
	try {
		if (value === null) localStorage.removeItem(`parley.${key}`);
		else localStorage.setItem(`parley.${key}`, value);
	} catch {
		// Storage is full or refused, as in some private windows; the page still has the value.
	}
}
