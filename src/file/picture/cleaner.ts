/**
 * The cleaner of one file on its way into the bucket: removes the metadata of JPEG, PNG and WebP, keeps the orientation, and
 * measures pictures. Other files pass as they are. It never fails, and puts out as many bytes as it gets.
 */
import { ascii, Bytes, type Findings, type RewriteSteps, viewOf } from "./bytes.ts";
import { jpeg } from "./jpeg.ts";
import { png } from "./png.ts";
import { webp } from "./webp.ts";

export type PictureSize = { width: number; height: number };

const rewriters: Record<string, (bytes: Bytes, found: Findings) => RewriteSteps> = {
	"image/jpeg": jpeg,
	"image/png": png,
	"image/webp": webp,
};

export class Cleaner {
	readonly #bytes = new Bytes();
	readonly #found: Findings = { width: 0, height: 0, orientation: null };
	readonly #rewriter: RewriteSteps | null;

	/** `head`: the file's first bytes, which are added again with the others. */
	constructor(type: string, head: Uint8Array) {
		this.#rewriter = rewriters[type]?.(this.#bytes, this.#found) ?? null;
		if (type === "image/gif") measureGif(head, this.#found);
		if (type === "image/avif") measureAvif(head, this.#found);
	}

	add(chunk: Uint8Array): Uint8Array[] {
		if (!this.#rewriter) return [chunk];
		this.#bytes.add(chunk);
		this.#rewriter.next();
		return this.#bytes.flush();
	}

	/** The rest, after the last chunk. */
	end(): Uint8Array[] {
		if (!this.#rewriter) return [];
		this.#bytes.ended = true;
		this.#rewriter.next();
		// Bytes that a rewriter has left unread would be missing.
		this.#bytes.emit(new Uint8Array(this.#bytes.length));
		return this.#bytes.flush();
	}

	/** The picture's size as it is shown, that is, turned as its orientation says. Null where none was found. */
	get size(): PictureSize | null {
		const { width, height, orientation } = this.#found;
		if (width < 1 || height < 1) return null;
		return (orientation ?? 1) >= 5 ? { width: height, height: width } : { width, height };
	}
}

function measureGif(head: Uint8Array, found: Findings): void {
	if (head.length < 10) return;
	found.width = viewOf(head).getUint16(6, true);
	found.height = viewOf(head).getUint16(8, true);
}

/** The largest of the sizes in `ispe` boxes: others are those of tiles and previews (ISO/IEC 23008-12, 6.5.3). */
function measureAvif(head: Uint8Array, found: Findings): void {
	const text = ascii(head);
	for (let at = text.indexOf("ispe"); at >= 0 && at + 16 <= head.length; at = text.indexOf("ispe", at + 4)) {
		const [width, height] = [viewOf(head).getUint32(at + 8), viewOf(head).getUint32(at + 12)];
		if (width * height <= found.width * found.height) continue;
		found.width = width;
		found.height = height;
	}
}
