/** Whether every element of the HTML so far is closed: raw HTML in Markdown may open in one piece of a text and close in another. */
import { Parser } from "htmlparser2";

/** Deeper than that it isn't followed. */
const MAX_DEPTH = 200;

export class Balance {
	#depth = 0;
	#lost = false;
	readonly #parser = new Parser(
		{
			onopentag: () => {
				if (++this.#depth > MAX_DEPTH) this.#lost = true;
			},
			onclosetag: () => this.#depth--,
		},
		{ recognizeCDATA: false },
	);

	add(html: string): void {
		for (let from = 0; from < html.length && !this.#lost; from += MAX_DEPTH * 10)
			this.#parser.write(html.slice(from, from + MAX_DEPTH * 10));
	}

	get isClosed(): boolean {
		return !this.#lost && this.#depth === 0;
	}
}
