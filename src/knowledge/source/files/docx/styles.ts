/**
 * What a Word document's styles say of the text that has them: headings, numbering, what is hidden, struck out, raised or
 * lowered; with what each style is based on. Read from its part in one pass.
 */
import { walkXml, type XmlAttributes, type XmlRefused } from "./xml.ts";

/** Of runs. Undefined: not said here. */
export type RunLook = {
	vanish?: boolean;
	struck?: boolean;
	webHidden?: boolean;
	/** Raised (1), lowered (-1) or neither (0). */
	raised?: number;
};

export type WordStyle = RunLook & {
	name: string;
	basedOn?: string;
	outline?: number;
	numbering?: string;
	level?: number;
};

/** Half points by which text stands above or below its line. */
const RAISED_BY = 4;
const MAX_CHAIN = 30;

/** The value of a switch: an element alone says yes. */
export const isOn = ({ val }: XmlAttributes): boolean => val === undefined || !/^(?:0|false|off)$/i.test(val);

/** Notes what an element of run properties says. */
export function noteLook(look: RunLook, name: string, attributes: XmlAttributes): void {
	if (name === "w:vanish") look.vanish = isOn(attributes);
	else if (name === "w:webHidden") look.webHidden = isOn(attributes);
	else if (name === "w:strike" || name === "w:dstrike")
		look.struck = isOn(attributes) || (look.struck === true && name === "w:dstrike");
	else if (name === "w:vertAlign") look.raised = { superscript: 1, subscript: -1 }[attributes["val"] ?? ""] ?? 0;
	else if (name === "w:position") {
		const by = Number(attributes["val"] ?? 0);
		if (Math.abs(by) >= RAISED_BY) look.raised ??= Math.sign(by);
	}
}

const heading = /^heading\s*([1-9])$/;

export class Styles {
	readonly #styles = new Map<string, WordStyle>();
	readonly #known = new Map<string, WordStyle>();
	/** Of paragraphs that name none. */
	#default = "";

	async read(xml: string, pause: () => Promise<void>): Promise<XmlRefused | null> {
		let style: WordStyle | null = null;
		const open = (name: string, attributes: XmlAttributes) => {
			if (name === "w:style") {
				style = { name: "" };
				const id = attributes["styleId"] ?? "";
				this.#styles.set(id, style);
				if (
					attributes["type"] === "paragraph" &&
					attributes["default"] !== undefined &&
					isOn({ val: attributes["default"] })
				)
					this.#default = id;
				return;
			}
			if (style === null) return;
			const { val = "" } = attributes;
			if (name === "w:name") style.name = val.toLowerCase().trim();
			else if (name === "w:basedOn") style.basedOn = val;
			else if (name === "w:outlineLvl") style.outline = Number(val);
			else if (name === "w:numId") style.numbering = val;
			else if (name === "w:ilvl") style.level = Number(val);
			else noteLook(style, name, attributes);
		};
		const close = (name: string) => {
			if (name === "w:style") style = null;
		};
		return walkXml(xml, { open, text: () => {}, close }, pause);
	}

	/** With all that it is based on. */
	of(id: string | undefined): WordStyle {
		const wanted = id ?? this.#default;
		const known = this.#known.get(wanted);
		if (known) return known;
		const chain: WordStyle[] = [];
		let style = this.#styles.get(wanted);
		for (; style && chain.length < MAX_CHAIN; style = this.#styles.get(style.basedOn ?? "")) {
			if (chain.includes(style)) break;
			chain.push(style);
		}
		// A style that the part doesn't have goes by its id.
		const merged: WordStyle = Object.assign({ name: wanted.toLowerCase() }, ...chain.toReversed());
		this.#known.set(wanted, merged);
		return merged;
	}

	/** The level of a heading, from 1; null for other paragraphs. */
	levelOf(id: string | undefined, outline: number | undefined): number | null {
		const { name, outline: own } = this.of(id);
		const named = heading.exec(name)?.[1];
		if (named !== undefined) return Math.min(6, Number(named));
		if (name === "title") return 1;
		const level = outline ?? own;
		return level !== undefined && level >= 0 && level <= 8 ? Math.min(6, level + 1) : null;
	}
}
