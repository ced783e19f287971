/**
 * The embedded writer, which needs no model: it says what section/quote.ts quotes of the passages it gets. It writes nothing
 * that isn't in the knowledge base, except a sentence that introduces a quotation in another language than the question's.
 */
import { foreignTo } from "../../language/detect.ts";
import { quotation } from "../section/quote.ts";
import { foreignLead } from "./phrases.ts";
import type { Writer } from "./writer.ts";

export const embedded: Writer = {
	name: "embedded",
	async write({ question, asked = question, passages }, { signal, onText }) {
		signal.throwIfAborted();
		if (passages.length === 0) return { kind: "cannot" };
		const quoted = quotation(passages, asked);
		const language = await foreignTo(asked, quoted);
		const text = language === null ? quoted : `${foreignLead(language)}\n\n${quoted}`;
		onText(text);
		return { kind: "answer", text, cited: passages.map((_, at) => at + 1) };
	},
};
