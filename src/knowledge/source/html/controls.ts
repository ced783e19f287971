/**
 * Controls that carry text: a button, label or legend that stands before a block is its heading ("What does delivery
 * cost?"), a tab's name is the heading of its panel, and one in the middle of a sentence is a word of it. All others are
 * left out. Used by the reader of pages.
 */
import type { PagePlace } from "./main-part/places.ts";
import type { Attributes } from "./noise.ts";

type Control = {
	text: string;
	/** Ids of what it opens. */
	opens: string[];
	/** Whether it surely opens or names what follows. */
	strong: boolean;
	tab: boolean;
	/** A field stands in it. */
	field: boolean;
	/** Its class says that it does something. */
	acts: boolean;
	/** It sends a form, as a form's button does that says nothing else. */
	sends: boolean;
	/** It stands in the middle of a sentence. */
	inline: boolean;
	/** Equal for controls of one kind: the element's name and first class. */
	kind: string;
	/** How many elements of the page had opened when it ended. */
	ended: number;
};

/** Controls of one kind right behind one another, before any text: tabs without a word of what they open. */
export type ControlRow = {
	names: string[];
	ended: number;
	/** The first block behind it: where it stands, and how many came before it. */
	place: PagePlace;
	before: number;
};

/** Of a page, and of names in one of them. */
const MAX_ROWS = 50;
const MAX_NAMES = 30;

const opener =
	/(?:^|[\s_-])(?:accordion|collaps\w*|toggle\w*|faq\w*|question|expand\w*|disclosure|acc|trigger)(?:$|[\s_-])/;
const actor =
	/(?:^|[\s_-])(?:btn|cta|cart|buy|submit|close|dismiss|copy|share|menu|search|log-?in|sign-?in|subscribe|follow|play)(?:$|[\s_-])/;
/** A heading without a question mark is believed of an ordinary button only where so much follows. */
const MIN_BLOCK = 40;
const MAX_TEXT = 500;

const isTab = (attributes: Attributes): boolean =>
	attributes["role"] === "tab" ||
	/^(?:tab|pill)$/.test(attributes["data-bs-toggle"] ?? attributes["data-toggle"] ?? "");

/** A summary is a heading, whatever role it is given. */
export const isControl = (name: string, attributes: Attributes): boolean =>
	name === "button" ||
	name === "label" ||
	name === "legend" ||
	(attributes["role"] === "button" && name !== "summary") ||
	isTab(attributes);

export class Controls {
	/** The one that is open. */
	#open: Control | null = null;
	/** The one that has ended, until it is known what follows. */
	#pending: Control | null = null;
	/** Names of the controls right before the pending one, of its kind. */
	#row: string[] = [];
	readonly rows: ControlRow[] = [];
	/** The last field was a box to tick, as accordions without a script have. */
	#ticked = false;
	readonly #tabs = new Map<string, string>();
	readonly #leave: (text: string) => void;

	/** `leave` takes the text of controls that are no text. */
	constructor(leave: (text: string) => void) {
		this.#leave = leave;
	}

	get isOpen(): boolean {
		return this.#open !== null;
	}

	/** Whether what comes next is what a control opens. */
	get opens(): boolean {
		return this.#pending?.strong === true || (this.#pending !== null && asks(this.#pending.text));
	}

	begin(
		name: string,
		attributes: Attributes,
		hint: string,
		{ inline, inForm }: { inline: boolean; inForm: boolean },
	): void {
		const kind = `${name} ${hint.trim().split(/\s/, 1)[0]}`;
		if (this.#pending?.kind === kind && !inline && this.#row.length < MAX_NAMES) this.#row.push(this.#pending.text);
		else this.#drop();
		this.#pending = null;
		const opens = (attributes["aria-controls"] ?? attributes["href"]?.replace(/^#/, "") ?? "").split(/\s+/, 20);
		this.#open = {
			text: "",
			opens,
			strong:
				name === "legend" ||
				attributes["aria-expanded"] !== undefined ||
				attributes["aria-controls"] !== undefined ||
				attributes["data-toggle"] !== undefined ||
				attributes["data-bs-toggle"] !== undefined ||
				opener.test(hint) ||
				(name === "label" && this.#ticked && attributes["for"] !== undefined),
			tab: isTab(attributes),
			// A form's button, and a link that is drawn as one.
			field: attributes["type"] === "submit" || /^[^#]/.test(attributes["href"] ?? ""),
			acts: actor.test(hint),
			sends: inForm && name === "button" && attributes["type"] !== "button",
			inline,
			kind,
			ended: 0,
		};
	}

	text(data: string): void {
		if (this.#open && this.#open.text.length < MAX_TEXT) this.#open.text += data.replace(/\s+/g, " ");
	}

	/** The open control ends. Gives its text where it is a word of a sentence. `opened`: elements of the page so far. */
	end(opened: number): string | null {
		const control = this.#open;
		this.#open = null;
		const word = control === null ? null : this.#ended(control, opened);
		if (this.#pending === null) this.#drop();
		return word;
	}

	#ended(control: Control, opened: number): string | null {
		control.text = control.text.trim();
		control.ended = opened;
		if (control.text === "") return null;
		if (control.tab) {
			for (const id of control.opens) if (this.#tabs.size < MAX_TEXT) this.#tabs.set(id, control.text);
			return null;
		}
		if (control.inline && !control.field) return control.text;
		if (control.field || (control.sends && !control.strong && !asks(control.text))) this.#leave(control.text);
		else this.#pending = control;
		return null;
	}

	/** A field comes: what stood before it was its label. */
	field(type: string): void {
		this.#ticked = type === "checkbox" || type === "radio";
		if (this.#open) this.#open.field = true;
		else this.#drop();
	}

	/** The name of the tab that opens the element with this id. */
	tabOf(id: string | undefined): string | null {
		const name = id === undefined ? undefined : this.#tabs.get(id);
		if (id === undefined || name === undefined) return null;
		this.#tabs.delete(id);
		return name;
	}

	/** A block comes, behind so many: the heading that the control before it makes, or null. */
	headOf(block: { kind: string; text: string; part: string; place: PagePlace }, before: number): string | null {
		const control = this.#pending;
		if (control === null) return null;
		if (this.#row.length > 0) {
			const names = [...this.#row.splice(0), control.text];
			this.#pending = null;
			if (this.rows.length < MAX_ROWS && block.part !== "form")
				this.rows.push({ names, ended: control.ended, place: block.place, before });
			else for (const text of names) this.#leave(text);
			return null;
		}
		this.#pending = null;
		const isHead =
			block.kind === "heading"
				? asks(control.text) || (control.strong && control.opens[0] === "")
				: control.strong ||
					asks(control.text) ||
					(!control.acts && block.part !== "form" && /\S\s+\S/.test(control.text) && block.text.length >= MIN_BLOCK);
		if (isHead) return control.text;
		this.#leave(control.text);
		return null;
	}

	#drop(): void {
		for (const text of this.#row.splice(0)) this.#leave(text);
		if (this.#pending) this.#leave(this.#pending.text);
		this.#pending = null;
	}

	/** The page ends. */
	finish(): void {
		this.#drop();
	}
}

const asks = (text: string): boolean => /[?？؟]$/.test(text);
