/** Names for new rows: a prefix that says what it is, then 128 random bits. Not guessable, and sortable by nothing. */
import { base64url } from "./base64url.ts";

export const newId = (prefix: "ws" | "us" | "ac" | "mb" | "ct" | "bl" | "au" | "v" | "pk" | "sg"): string =>
	`${prefix}_${base64url(crypto.getRandomValues(new Uint8Array(16)))}`;
