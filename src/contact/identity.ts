/**
 * Decides which contact a visitor belongs to once an address is known to be theirs, and what happens to the contact they had.
 * Pure; store/contacts.ts writes the result. A typed address is a claim and gets nowhere near this: a teammate confirms it first.
 */

export type ContactCandidate = {
	id: string;
	name: string | null;
	email: string | null;
	/** How many visitors (browsers) are tied to it. */
	visitors: number;
};

export type Identity =
	/** No contact has the address: create one. */
	| { do: "create" }
	/** The visitor's contact gets the address: its first, or a correction by its only visitor. */
	| { do: "readdress"; id: string }
	/** The contact of this visitor alone, which has no address, is merged into the one that has it. */
	| { do: "merge"; from: string; into: string }
	/** The visitor is tied to the contact that has the address, unless they are already. */
	| { do: "link"; id: string };

/** `current`: the contact the visitor is tied to. `holder`: the one that has the address. */
export function identityFor(current: ContactCandidate | null, holder: ContactCandidate | null): Identity {
	if (!holder) {
		// Somebody else at a shared computer must not change the address of a contact with several browsers.
		const theirs = current && (current.email === null || current.visitors <= 1);
		return theirs ? { do: "readdress", id: current.id } : { do: "create" };
	}
	if (current && current.id !== holder.id && current.email === null && current.visitors <= 1)
		return { do: "merge", from: current.id, into: holder.id };
	return { do: "link", id: holder.id };
}
