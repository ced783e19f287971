/**
 * A visitor gave an e-mail address: which contact are they, and what becomes of the one they were? Decided here from
 * what is known, without a database. An address isn't proof, and grants its giver nothing: a visitor sees their own
 * conversations whatever contact they are tied to.
 */

export type ContactCandidate = {
	id: string;
	name: string | null;
	email: string | null;
	/** How many browsers are tied to it. */
	visitors: number;
};

export type Identity =
	/** Nobody has the address: a new contact. */
	| { do: "create" }
	/** The contact they are gets the address: its first, or a correction by the only browser it has. */
	| { do: "readdress"; id: string }
	/** The contact that has the address takes the visitor; what they were before had no address and is merged into it. */
	| { do: "merge"; from: string; into: string }
	/** The contact that has the address takes the visitor, or has them already. */
	| { do: "link"; id: string };

/** `current` is the contact the visitor is tied to, `holder` the one that has the address. */
export function identityFor(current: ContactCandidate | null, holder: ContactCandidate | null): Identity {
	if (!holder) {
		// A second person at a shared machine must not rename the first one, who is known from elsewhere too.
		const theirs = current && (current.email === null || current.visitors <= 1);
		return theirs ? { do: "readdress", id: current.id } : { do: "create" };
	}
	if (current && current.id !== holder.id && current.email === null)
		return { do: "merge", from: current.id, into: holder.id };
	return { do: "link", id: holder.id };
}
