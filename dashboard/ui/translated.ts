/**
 * Keeps the dashboard up to date while the browser translates it. The translator replaces text nodes by <font> elements;
 * Preact then writes into the text nodes that it knows, which nobody sees any more. This notices the replacement, and puts
 * a text node back in place of its translation when its text changes, so that the browser translates the new text.
 */
import { options } from "preact";

/** What the translator put in place of each text node. */
const standIns = new WeakMap<Node, Element[]>();

const isFont = (node: Node | null): node is Element => node instanceof Element && node.localName === "font";

/** The element that took a removed text node's place: put in by the same change, or just before it or after it. */
const standInOf = ({ addedNodes, previousSibling, nextSibling }: MutationRecord): Element | null =>
	[...addedNodes, previousSibling, nextSibling].find(isFont) ?? null;

const drop = (text: Node): void => {
	for (const font of standIns.get(text) ?? []) font.remove();
	standIns.delete(text);
};

/** Puts a text node back whose text has changed since it was translated. */
function putBack(text: Node): void {
	const [font] = standIns.get(text) ?? [];
	if (font?.parentNode && text.parentNode === null) font.before(text);
	drop(text);
}

export function followTranslator(root: Element): void {
	const changes = new MutationObserver((records) => {
		for (const record of records) {
			if (record.type === "characterData") {
				if (standIns.has(record.target)) putBack(record.target);
				continue;
			}
			for (const text of record.removedNodes) {
				const font = text instanceof Text && text.parentNode === null ? standInOf(record) : null;
				if (font === null || standIns.has(text)) continue;
				standIns.set(text, [font]);
				// The text node is outside of the document now, so it is observed by itself.
				changes.observe(text, { characterData: true });
			}
		}
	});
	changes.observe(root, { childList: true, subtree: true });
	const { unmount } = options;
	options.unmount = (vnode) => {
		// A text node that Preact removes takes its translation with it. Its node is in a field of Preact's that has no type.
		const node: unknown = Reflect.get(vnode, "__e");
		if (node instanceof Text) drop(node);
		unmount?.(vnode);
	};
}
