/**
 * Draws no text with characters that override the reading direction, whoever wrote it: a visitor, a page's title, a file's
 * name. Done where every text node is made, so that no place is forgotten.
 */
import { options } from "preact";
import { withoutOverrides } from "../src/protocol/markdown.ts";

export function keepTextDirection(): void {
	const { vnode } = options;
	options.vnode = (node) => {
		// A text node has no type, and its text in place of properties, which Preact's types don't say.
		const text: unknown = Reflect.get(node, "props");
		if (typeof text === "string") Reflect.set(node, "props", withoutOverrides(text));
		vnode?.(node);
	};
}
