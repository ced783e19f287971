/**
 * The embedded writer, which needs no model: it says the quotation of the first passage (section/quote.ts). It writes nothing
 * that isn't in the knowledge base, except a sentence that introduces a quotation in another language than the question's.
 */
import { foreignTo } from "../../language/text/detect.ts";
import { quote } from "../section/quote.ts";
import { foreignLead } from "./phrases.ts";
import type { Writer } from "./writer.ts";

export const embedded: Writer = {
	name: "embedded",
	async write({ question, passages }, { signal, onText }) {
		signal.throwIfAborted();
		const [best] = passages;
		if (!best) return { kind: "cannot" };
		const quoted = quote(best, question);
		const language = await foreignTo(question, quoted);
		const text = language === null ? quoted : `${foreignLead(language)}\n\n${quoted}`;
		onText(text);
		return { kind: "answer", text, cited: [1] };
	},
};
