/**
 * Ids for rows that the server makes, in D1 and in objects: a prefix that says what the row is, then 128 random bits.
 * Not guessable, and sortable by nothing. What clients make before sending has ids of its own (client/id.ts).
 */
import { base64url } from "./base64url.ts";

/** What each prefix stands for. Addresses and the dashboard tell articles from questions by it. */
export type IdPrefix =
	/** Workspace. */
	| "ws"
	/** User, the account they sign in with, and their membership in a workspace. */
	| "us"
	| "ac"
	| "mb"
	/** Contact, a block of one, and an entry of the audit log. */
	| "ct"
	| "bl"
	| "au"
	/** Visitor: a browser. */
	| "v"
	/** A workspace's public key. */
	| "pk"
	/** What copilot suggested. */
	| "sg"
	/** Article, question, the file or site they come from, and a file's bytes until they are read. */
	| "art"
	| "qst"
	| "src"
	| "up";

export const newId = <Prefix extends IdPrefix>(prefix: Prefix): `${Prefix}_${string}` =>
	`${prefix}_${base64url(crypto.getRandomValues(new Uint8Array(16)))}`;
