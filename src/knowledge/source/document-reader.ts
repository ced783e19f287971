/**
 * Reads one uploaded file, in a Durable Object of its own that has the source's name and stores nothing. What a file does to
 * whoever reads it stays here: the object that answers visitors never has its bytes in memory or its work on its hands.
 */
import { DurableObject } from "cloudflare:workers";
import { log } from "../../http/log.ts";
import { MAX_FILE_BYTES } from "../../protocol/knowledge/source.ts";
import { type FileRead, readFile } from "./files/read.ts";
import { cmapsFrom } from "./pdf/cmaps.ts";

/** A mistake of ours, which the file isn't blamed for. */
export const OUR_FAULT =
	"We failed to read it, through a mistake of ours and none of the file's. Saved in another format it may work.";

/** Null after the last. */
export type FilePieces = (no: number) => Promise<Uint8Array | null> | Uint8Array | null;

export class DocumentReader extends DurableObject<Env> {
	/** `size`: of the file. `piece`: gives its bytes one piece after another, so that whoever has them holds one at a time. */
	async read(name: string, size: number, piece: FilePieces): Promise<FileRead> {
		const bytes = new Uint8Array(Math.min(size, MAX_FILE_BYTES));
		let at = 0;
		for (let no = 0; at < bytes.length; no++) {
			const part = await piece(no);
			if (part === null) break;
			bytes.set(part.subarray(0, bytes.length - at), at);
			at += part.length;
		}
		try {
			return await readFile(name, bytes, cmapsFrom(this.env.ASSETS));
		} catch (error) {
			log("file_reading_failed", { workspace: this.ctx.id.name?.split("/")[0], error });
			return { ok: false, reason: OUR_FAULT };
		}
	}
}
