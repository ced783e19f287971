/**
 * Files that aren't sent yet, in this browser's IndexedDB: they survive the page and the browser, and every tab finds them. It
 * holds at most `SHELF_BYTES`. Where there is no room, or the browser refuses, a file lasts as long as its page.
 */
import { openDB, type IDBPDatabase } from "idb";

/** What is kept of unsent files in all. */
export const SHELF_BYTES = 50 * 1_024 * 1_024;

const NAME = "parley-files";
const STORE = "unsent";

/** A file with what its sender's browser has made of it. `owner`: the prefix of the outbox whose message has it. */
export type Shelved = {
	id: string;
	owner: string;
	at: number;
	blob: Blob;
	thumbnail: Blob | null;
	width?: number | undefined;
	height?: number | undefined;
};

let opened: Promise<IDBPDatabase> | null = null;

const open = (): Promise<IDBPDatabase> =>
	(opened ??= openDB(NAME, 1, {
		upgrade: (database) => void database.createObjectStore(STORE, { keyPath: "id" }),
		terminated: () => (opened = null),
		blocking: (_, __, event) => {
			opened = null;
			if (event.target instanceof IDBDatabase) event.target.close();
		},
	}).catch((error: unknown) => {
		opened = null;
		throw error;
	}));

/** The page's own copies: those that are being sent, and those that can't be kept. */
const here = new Map<string, Shelved>();

const isShelved = (value: unknown): value is Shelved => {
	const { id, owner, at, blob }: Partial<Record<keyof Shelved, unknown>> = Object(value);
	return typeof id === "string" && typeof owner === "string" && typeof at === "number" && blob instanceof Blob;
};

/** Keeps a file. False: it lasts only as long as this page. */
export async function keep(file: Shelved): Promise<boolean> {
	here.set(file.id, file);
	try {
		const transaction = (await open()).transaction(STORE, "readwrite", { durability: "strict" });
		const all = (await transaction.store.getAll()).filter(isShelved);
		const used = all.reduce((sum, { blob }) => sum + blob.size, 0);
		const fits = used + file.blob.size <= SHELF_BYTES;
		if (fits) await transaction.store.put(file);
		await transaction.done;
		return fits;
	} catch {
		return false;
	}
}

/** The file; null: no tab of this browser has it any more. */
export async function take(id: string): Promise<Shelved | null> {
	const own = here.get(id);
	if (own) return own;
	try {
		const found: unknown = await (await open()).get(STORE, id);
		return isShelved(found) ? found : null;
	} catch {
		return null;
	}
}

export async function drop(id: string): Promise<void> {
	here.delete(id);
	try {
		await (await open()).delete(STORE, id);
	} catch {
		// The browser refuses storage, so nothing is in it.
	}
}

/** Drops an owner's files that no message of its outbox has, and that are too old to be on their way into one. */
export async function sweep(owner: string, wanted: ReadonlySet<string>, before: number): Promise<void> {
	try {
		const all = (await (await open()).getAll(STORE)).filter(isShelved);
		for (const file of all) if (file.owner === owner && file.at < before && !wanted.has(file.id)) await drop(file.id);
	} catch {
		// As above.
	}
}
