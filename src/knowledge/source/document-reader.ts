/**
 * Reads one uploaded file, in a Durable Object of its own that has the source's name and stores nothing, after it has put
 * the file's bytes into R2 (kept-files.ts). What a file does to whoever reads it stays here: the object that answers visitors
 * never has its bytes in memory or its work on its hands.
 */
import { DurableObject } from "cloudflare:workers";
import { withTimeout } from "../../durable/timeout.ts";
import { log } from "../../http/log.ts";
import { MAX_FILE_BYTES } from "../../protocol/knowledge/source.ts";
import { type FileRead, readFile } from "./files/read.ts";
import { fileKey } from "./kept-files.ts";
import { cmapsFrom } from "./pdf/cmaps.ts";

/** A mistake of ours, which the file isn't blamed for. */
export const OUR_FAULT =
	"We failed to read it, through a mistake of ours and none of the file's. Saved in another format it may work.";

/** Null after the last. */
export type FilePieces = (no: number) => Promise<Uint8Array | null> | Uint8Array | null;

/** `kept`: the file's bytes are in R2. What was read doesn't depend on it. */
export type KeptRead = { read: FileRead; kept: boolean };

/** R2 writes 20 MB in less; one that doesn't answer holds up no reading. */
const KEEPING_MS = 30_000;

export class DocumentReader extends DurableObject<Env> {
	/** `upload`: names the kept file. `size`: of the file. `piece`: gives its bytes one piece after another, so that whoever has them holds one at a time. */
	async read(upload: string, name: string, size: number, piece: FilePieces): Promise<KeptRead> {
		const bytes = new Uint8Array(Math.min(size, MAX_FILE_BYTES));
		let at = 0;
		for (let no = 0; at < bytes.length; no++) {
			const part = await piece(no);
			if (part === null) break;
			bytes.set(part.subarray(0, bytes.length - at), at);
			at += part.length;
		}
		const [workspace = ""] = this.ctx.id.name?.split("/") ?? [];
		const kept = await this.#keep(fileKey(workspace, upload), bytes, workspace);
		try {
			return { read: await readFile(name, bytes, cmapsFrom(this.env.ASSETS)), kept };
		} catch (error) {
			log("file_reading_failed", { workspace, error });
			return { read: { ok: false, reason: OUR_FAULT }, kept };
		}
	}

	async #keep(key: string, bytes: Uint8Array, workspace: string): Promise<boolean> {
		try {
			await withTimeout(KEEPING_MS, this.env.FILES.put(key, bytes), "R2 didn't take the file in time");
			return true;
		} catch (error) {
			log("file_not_kept", { workspace, error });
			return false;
		}
	}
}
