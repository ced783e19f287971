/**
 * What a sender's browser makes of a picture or video before it is sent: a thumbnail of at most 40 KB, and the size of a video.
 * Nothing of it is needed: whatever can't be drawn is sent without.
 */
import { MAX_THUMBNAIL_BYTES } from "../../src/protocol/conversation/file.ts";

const SIDE_PX = 480;
/** Pictures as small as that are shown themselves. */
const SMALL_BYTES = 60_000;
/** A video that tells nothing in this time is sent without. */
const PATIENCE_MS = 4_000;

export type Drawn = { thumbnail: Blob | null; width?: number; height?: number };

export async function draw(file: Blob): Promise<Drawn> {
	try {
		if (file.type.startsWith("image/")) return { thumbnail: file.size > SMALL_BYTES ? await thumbnailOf(file) : null };
		if (file.type.startsWith("video/")) return await frameOf(file);
	} catch {
		// It is no picture, or one that this browser doesn't know.
	}
	return { thumbnail: null };
}

async function thumbnailOf(file: Blob): Promise<Blob | null> {
	const picture = await createImageBitmap(file);
	try {
		return await shrunk(picture, picture.width, picture.height);
	} finally {
		picture.close();
	}
}

async function shrunk(source: CanvasImageSource, width: number, height: number): Promise<Blob | null> {
	const scale = Math.min(1, SIDE_PX / Math.max(width, height));
	for (const [smaller, quality] of [
		[1, 0.7],
		[1, 0.45],
		[0.6, 0.4],
	] as const) {
		const canvas = document.createElement("canvas");
		canvas.width = Math.max(1, Math.round(width * scale * smaller));
		canvas.height = Math.max(1, Math.round(height * scale * smaller));
		const context = canvas.getContext("2d");
		if (!context) return null;
		context.drawImage(source, 0, 0, canvas.width, canvas.height);
		// Browsers that write no WebP write a PNG instead, which is often too big.
		const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/webp", quality));
		if (blob && blob.size <= MAX_THUMBNAIL_BYTES) return blob;
	}
	return null;
}

async function frameOf(file: Blob): Promise<Drawn> {
	const url = URL.createObjectURL(file);
	const video = document.createElement("video");
	try {
		await new Promise<void>((resolve, reject) => {
			const timer = setTimeout(reject, PATIENCE_MS);
			video.muted = true;
			video.preload = "auto";
			video.onerror = reject;
			video.onloadeddata = () => {
				clearTimeout(timer);
				resolve();
			};
			video.src = url;
		});
		const { videoWidth: width, videoHeight: height } = video;
		if (width < 1 || height < 1) return { thumbnail: null };
		return { thumbnail: await shrunk(video, width, height).catch(() => null), width, height };
	} finally {
		video.removeAttribute("src");
		URL.revokeObjectURL(url);
	}
}
