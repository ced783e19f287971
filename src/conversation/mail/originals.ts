/** The mails that came, whole and as they came, in the bucket below their conversation: what is cut from a message stays there. */
import { conversationPrefix } from "../../file/keys.ts";
import type { ReplyPlace } from "./reply-address.ts";

/** No file has this id: theirs are of 16 characters or more. */
const keyOf = (place: ReplyPlace, id: string): string => `${conversationPrefix(place)}mail/${id}.eml`;

export const keepOriginal = (bucket: R2Bucket, place: ReplyPlace, id: string, raw: Uint8Array) =>
	bucket.put(keyOf(place, id), raw, { httpMetadata: { contentType: "message/rfc822" } });

/** Null: there is none, or it was erased. */
export const originalOf = (bucket: R2Bucket, place: ReplyPlace, id: string): Promise<R2ObjectBody | null> =>
	bucket.get(keyOf(place, id));
