/**
 * Errors whose message is written in this repository and holds nothing that anybody said, typed or sent. Only such messages
 * are logged (log.ts): a message of other software may quote a question, a row or an address.
 */
export class OwnError extends Error {
	override readonly name: string = "OwnError";
	/** A field, because RPC passes an error's name and own fields on, but not its class. */
	readonly isOwn = true;
}
