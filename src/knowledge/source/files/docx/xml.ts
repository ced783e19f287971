/**
 * A part of a Word document as a stream of elements, so that no tree is ever built: names without their namespaces' own
 * prefixes ("w:p", whatever the file calls it), within bounds of elements, depth and attributes.
 */
import { Parser } from "htmlparser2";

export type XmlAttributes = Record<string, string>;
export type XmlHandlers = {
	open: (name: string, attributes: XmlAttributes) => void;
	text: (said: string) => void;
	close: (name: string) => void;
};
export type XmlRefused = "too_large" | "too_deep" | "broken";

const MAX_ELEMENTS = 400_000;
/** Deeper than any document nests. */
const MAX_DEPTH = 500;
/** Of one element. */
const MAX_ATTRIBUTES = 300;
/** Characters between two pauses. */
const SLICE = 65_536;

/** Namespaces by the end of their address, transitional and strict. */
const families: [RegExp, string][] = [
	[/wordprocessingml\/(?:2006\/)?main$/, "w"],
	[/officeDocument\/(?:2006\/)?math$/, "m"],
	[/markup-compatibility\/2006$/, "mc"],
	[/drawingml\/(?:2006\/)?main$/, "a"],
	[/drawingml\/(?:2006\/)?picture$/, "pic"],
	[/drawingml\/(?:2006\/)?diagram$/, "dgm"],
	[/drawingml\/(?:2006\/)?chart$/, "c"],
	[/microsoft-com:vml$/, "v"],
	[/word\/2010\/wordml$/, "w14"],
	[/package\/2006\/relationships$/, ""],
	[/package\/2006\/content-types$/, ""],
];

/** Null where the whole part was read. `pause` is called now and then. */
export async function walkXml(
	xml: string,
	{ open, text, close }: XmlHandlers,
	pause: () => Promise<void>,
): Promise<XmlRefused | null> {
	const prefixes = new Map<string, string>();
	const nameOf = (name: string): string => {
		const at = name.indexOf(":");
		const prefix = at < 0 ? "" : name.slice(0, at);
		const family = prefixes.get(prefix) ?? prefix;
		return family === "" ? name.slice(at + 1) : `${family}:${name.slice(at + 1)}`;
	};
	const ended: { refused: XmlRefused | null } = { refused: null };
	let [elements, depth, attributeCount] = [0, 0, 0];
	const parser = new Parser(
		{
			onattribute() {
				if (++attributeCount > MAX_ATTRIBUTES) ended.refused ??= "too_large";
			},
			onopentag(name, attributes) {
				attributeCount = 0;
				if (ended.refused !== null) return;
				depth++;
				if (++elements > MAX_ELEMENTS) ended.refused = "too_large";
				else if (depth > MAX_DEPTH) ended.refused = "too_deep";
				if (ended.refused !== null) return;
				const own: XmlAttributes = {};
				for (const [key, value] of Object.entries(attributes)) {
					if (key === "xmlns" || key.startsWith("xmlns:")) {
						const family = families.find(([address]) => address.test(value))?.[1];
						if (family !== undefined) prefixes.set(key.slice(6), family);
					} else own[key.slice(key.indexOf(":") + 1)] ??= value;
				}
				open(nameOf(name), own);
			},
			ontext(said) {
				if (ended.refused === null) text(said);
			},
			onclosetag(name) {
				if (ended.refused !== null) return;
				depth--;
				close(nameOf(name));
			},
			onprocessinginstruction(name) {
				// A type declaration may name entities; Word writes none.
				if (name.toLowerCase().startsWith("!")) ended.refused ??= "broken";
			},
		},
		{ xmlMode: true },
	);
	for (let from = 0; from < xml.length && ended.refused === null; from += SLICE) {
		parser.write(xml.slice(from, from + SLICE));
		await pause();
	}
	// A part that ends in its midst is half of one.
	return ended.refused ?? (depth > 0 || elements === 0 ? "broken" : null);
}
