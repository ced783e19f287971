/** The further headers of a mail: those that its cause gives, and those of its thread. */
import type { Mail } from "./mail.ts";

/** Cloudflare's limit of one value (https://developers.cloudflare.com/email-service/reference/headers/). */
export const MAX_HEADER_BYTES = 2_048;

export const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** All further headers of a mail, with those of its fields. */
export function headersOf({ headers, inReplyTo, references }: Mail): Record<string, string> {
	const thread = referencesWithin(references);
	return {
		...headers,
		...(inReplyTo !== null && { "In-Reply-To": `<${inReplyTo}>` }),
		...(thread !== "" && { References: thread }),
	};
}

/** The first one, which names the thread, and as many of the last as a header may hold. */
function referencesWithin(references: readonly string[]): string {
	const [first, ...rest] = references.map((id) => `<${id}>`);
	if (first === undefined) return "";
	const last: string[] = [];
	let left = MAX_HEADER_BYTES - bytes(first);
	for (const id of rest.toReversed()) {
		left -= bytes(id) + 1;
		if (left < 0) break;
		last.unshift(id);
	}
	return [first, ...last].join(" ");
}
