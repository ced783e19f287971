/**
 * Keeps up with a truth that is stored elsewhere: of several reads under way at once, what counts is the one that began
 * last, in whichever order they come back. Whoever changes the truth has it read anew afterwards, so the last read to
 * begin sees the last change. In memory only: a read dies with its object, and whoever asked for it asks again.
 */
export class ReadOrder {
	#begun = 0;
	#applied = 0;

	/** Reads and applies at once, in one synchronous stretch. Null: a read that began later was applied already. */
	async follow<Truth, Outcome>(read: () => Promise<Truth>, apply: (truth: Truth) => Outcome): Promise<Outcome | null> {
		const number = ++this.#begun;
		const truth = await read();
		if (number < this.#applied) return null;
		this.#applied = number;
		return apply(truth);
	}
}
