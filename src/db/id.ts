/**
 * Ids for rows that the server makes, in D1 and in Durable Objects: a prefix that names the kind of row, then 128 random
 * bits. They can't be guessed and have no order. Messages get their ids from the client that sends them (client/id.ts).
 */
import { base64url } from "./base64url.ts";

/** The prefix of each kind of row. Routes and the dashboard distinguish articles from questions by it. */
export type IdPrefix =
	/** Workspace. */
	| "ws"
	/** User, their sign-in account, and their membership of a workspace. */
	| "us"
	| "ac"
	| "mb"
	/** A browser that takes pushes, and a chat channel that is told of things. */
	| "pd"
	| "ch"
	/** A canned response. */
	| "cr"
	/** A change of many conversations at once. */
	| "bk"
	/** A saved view of the list. */
	| "vw"
	/** A tag of conversations. */
	| "tg"
	/** A second factor. */
	| "fa"
	/** An invitation to a workspace. */
	| "iv"
	/** Contact, a block of one, and an entry of the audit log. */
	| "ct"
	| "bl"
	| "au"
	/** A mail that is owed. */
	| "ml"
	/** Visitor: a browser. */
	| "v"
	/** A workspace's public key. */
	| "pk"
	/** A reply that copilot suggested. */
	| "sg"
	/** Article, question, the source (file or site) they come from, and the bytes of an upload that isn't read yet. */
	| "art"
	| "qst"
	| "src"
	| "up";

export const newId = <Prefix extends IdPrefix>(prefix: Prefix): `${Prefix}_${string}` =>
	`${prefix}_${base64url(crypto.getRandomValues(new Uint8Array(16)))}`;
