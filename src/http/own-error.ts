/**
 * Errors whose message is ours: written in this repository, and holding nothing that anybody said, typed or sent. Only
 * such messages are logged (log.ts). What other software throws may quote a question, a row or an address.
 */
export class OwnError extends Error {
	override readonly name: string = "OwnError";
	/** A field, and not only the class: a call to an object hands on an error's name and its own fields, and no more. */
	readonly isOwn = true;
}
