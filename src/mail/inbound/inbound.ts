/** A mail that came, as the conversation needs it, and its bytes, which are bounded before anything reads them. */
import type { Bounce } from "./bounce.ts";

/** Bytes: what Email Routing lets through (https://developers.cloudflare.com/email-routing/limits/). */
export const MAX_RAW_BYTES = 25 * 1024 * 1024;

export type InboundFile = { name: string; bytes: Uint8Array };

export type InboundMail = {
	/** Without its angle brackets; null where it has none. */
	messageId: string | null;
	/** The one address of From, as addresses are stored; null where there is none, or several. */
	from: string | null;
	/** True: DMARC says that the mail is from there. */
	isProven: boolean;
	isAutomatic: boolean;
	subject: string;
	/** The Message-IDs that it answers, without their angle brackets. */
	answers: string[];
	/** All of its text. */
	text: string;
	files: InboundFile[];
	/** Null: it doesn't report that a mail could not be delivered. */
	bounce: Bounce | null;
};

/** Why a mail isn't read. */
export type Unreadable = "too_big" | "unreadable";

/** Reads a stream; null where it is longer than `most` bytes. */
export async function bytesWithin(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | null> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for await (const part of stream) {
		length += part.length;
		if (length > most) return null;
		parts.push(part);
	}
	const all = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
