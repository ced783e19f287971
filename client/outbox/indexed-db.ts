/**
 * A store of unsent messages in IndexedDB. It survives a crash, and works when localStorage, which the widget shares with
 * its host page, is full. Where the browser refuses IndexedDB, writes resolve to false and reads reject.
 */

export type MessageStore = {
	/** All values whose key starts with `prefix`. Rejects when the store can't be read. */
	all(prefix: string): Promise<unknown[]>;
	/** Resolves to whether the value is stored durably. */
	put(key: string, value: unknown): Promise<boolean>;
	/** Resolves to whether the value is removed durably. */
	remove(key: string): Promise<boolean>;
};

const NAME = "parley";
const STORE = "unsent";

let opened: Promise<IDBDatabase> | null = null;

/** The page's one connection. It is closed when another version wants to upgrade the database, and reopened when needed. */
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

/**
 * Resolves to whether the change was committed. `strict` flushes to the disk before it reports success. `commit` is called
 * at once, so that closing the page doesn't abort the transaction.
 */
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
