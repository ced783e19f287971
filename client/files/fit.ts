/** The room that a picture or video is given before it is loaded, so that nothing moves when it is. Pure. */
import type { SentFile } from "../../src/protocol/conversation/file.ts";

/** Width and height in px, at most `most` each; a wide one where the size isn't known. */
export function fitted(
	{ width, height }: Pick<SentFile, "width" | "height">,
	most: number,
): { width: number; height: number } {
	if (width === undefined || height === undefined) return { width: most, height: Math.round((most * 9) / 16) };
	const scale = Math.min(1, most / Math.max(width, height));
	return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
