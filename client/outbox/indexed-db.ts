/**
 * Unsent messages in IndexedDB: outlives a crash and a full localStorage, which the widget shares with its host page.
 * Where the browser refuses it, nothing is kept and nothing is thrown.
 */

export type MessageStore = {
	/** Everything whose key starts with `prefix`. Rejects when it can't be read. */
	all(prefix: string): Promise<unknown[]>;
	/** Resolves to whether it is there for good. */
	put(key: string, value: unknown): Promise<boolean>;
	/** Resolves to whether it is gone for good. */
	remove(key: string): Promise<boolean>;
};

const NAME = "parley";
const STORE = "unsent";

let opened: Promise<IDBDatabase> | null = null;

/** One connection a page. Given up when another version wants the database, and opened again when needed. */
const open = (): Promise<IDBDatabase> =>
	(opened ??= new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open(NAME, 1);
		request.onupgradeneeded = () => request.result.createObjectStore(STORE);
		request.onerror = () => reject(request.error);
		request.onsuccess = () => {
			const database = request.result;
			database.onclose = () => (opened = null);
			database.onversionchange = () => {
				opened = null;
				database.close();
			};
			resolve(database);
		};
	}).catch((error: unknown) => {
		opened = null;
		throw error;
	}));

/** `strict`: on the disk itself, not only handed to the system. Committed in the same breath, so closing the page is harmless. */
async function write(durability: IDBTransactionDurability, change: (store: IDBObjectStore) => void): Promise<boolean> {
	try {
		const transaction = (await open()).transaction(STORE, "readwrite", { durability });
		change(transaction.objectStore(STORE));
		transaction.commit();
		return await new Promise((resolve) => {
			transaction.oncomplete = () => resolve(true);
			transaction.onabort = () => resolve(false);
		});
	} catch {
		return false;
	}
}

export const indexedDbStore: MessageStore = {
	async all(prefix) {
		const database = await open();
		return new Promise((resolve, reject) => {
			const request = database
				.transaction(STORE)
				.objectStore(STORE)
				.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`));
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
	},
	put: (key, value) => write("strict", (store) => store.put(value, key)),
	remove: (key) => write("relaxed", (store) => store.delete(key)),
};
