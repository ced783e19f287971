/**
 * The count of what is sent in files over the latest 24 hours: by visitor, by their network address, by conversation and by
 * workspace, and of what visitors send before they have said anything. Pure: the ledger (uploads.ts) keeps the rows.
 */
import { FILES_OF_AN_ADDRESS, type FileLimits, UNSAID_MEGABYTES } from "../protocol/settings/budgets.ts";

/** A file that is about to be received. */
export type Upload = {
	conversationId: string;
	fileId: string;
	/** In bytes, with its thumbnail. */
	size: number;
	/** Null: a teammate sends it. */
	visitorId: string | null;
	/** Keyed hash of the visitor's network address; null where it isn't known. */
	addressHash: string | null;
	/** False: the visitor has said nothing in this conversation yet. */
	hasSaid: boolean;
};

/** The limit that a file would exceed. */
export type QuotaRefusal = "visitor" | "address" | "unsaid" | "conversation" | "workspace";

const MEGABYTE = 1_024 * 1_024;

const keysOf = ({ conversationId, visitorId, addressHash, hasSaid }: Upload) => ({
	workspace: "workspace",
	conversation: `conversation ${conversationId}`,
	...(visitorId === null ? {} : { visitor: `visitor ${visitorId}` }),
	...(visitorId === null || addressHash === null ? {} : { address: `address ${addressHash}` }),
	...(visitorId === null || hasSaid ? {} : { unsaid: `unsaid ${addressHash ?? "unknown"}` }),
});

/** How much each key has used, in megabytes. */
export class Used {
	readonly #used = new Map<string, number>();

	/** What a file counts: a megabyte at least. */
	static #cost = ({ size }: Upload): number => Math.max(1, size / MEGABYTE);

	/** The first limit that the file would exceed; null: it may be sent. */
	refusal(upload: Upload, limits: FileLimits): QuotaRefusal | null {
		const most: Record<QuotaRefusal, number> = {
			workspace: limits.workspaceFileMegabytesADay,
			conversation: limits.conversationFileMegabytesADay,
			address: limits.visitorFileMegabytesADay * FILES_OF_AN_ADDRESS,
			visitor: limits.visitorFileMegabytesADay,
			unsaid: UNSAID_MEGABYTES,
		};
		const keys: Partial<Record<QuotaRefusal, string>> = keysOf(upload);
		const cost = Used.#cost(upload);
		const order = ["unsaid", "visitor", "address", "conversation", "workspace"] as const;
		return order.find((name) => keys[name] !== undefined && this.#of(keys[name]) + cost > most[name]) ?? null;
	}

	add(upload: Upload): void {
		this.#change(upload, Used.#cost(upload));
	}

	remove(upload: Upload): void {
		this.#change(upload, -Used.#cost(upload));
	}

	#of(key: string): number {
		return this.#used.get(key) ?? 0;
	}

	#change(upload: Upload, by: number): void {
		for (const key of Object.values(keysOf(upload))) {
			const used = this.#of(key) + by;
			// What is left after additions and subtractions of fractions isn't worth a key.
			if (used > 0.001) this.#used.set(key, used);
			else this.#used.delete(key);
		}
	}
}
