/**
 * Fields of a Word document (ECMA-376 part 1, 17.16): of a field its result is read and its code isn't; a check box or a list
 * of an old form has no result, and is read by what is chosen in it.
 */
import { isOn } from "./styles.ts";
import type { XmlAttributes } from "./xml.ts";

type Field = {
	/** Its code is past. */
	hasResult: boolean;
	said: boolean;
	box: boolean | null;
	list: string[];
	chosen: number;
};

/** Fields in fields. */
const MAX_OPEN = 50;

export const CHECKED = "☒";
export const UNCHECKED = "☐";

export class Fields {
	readonly #open: Field[] = [];

	/** Whether text here is the code of a field. */
	get isCode(): boolean {
		return this.#open.some(({ hasResult }) => !hasResult);
	}

	said(): void {
		for (const field of this.#open) field.said = true;
	}

	/** A field begins, goes on with its result, or ends: then, what is read where nothing was said. */
	mark(type: string): string {
		if (type === "begin" && this.#open.length < MAX_OPEN)
			this.#open.push({ hasResult: false, said: false, box: null, list: [], chosen: 0 });
		else if (type === "separate") {
			const field = this.#open.at(-1);
			if (field) field.hasResult = true;
		} else if (type === "end") {
			const field = this.#open.pop();
			if (field && field.box !== null) return field.box ? CHECKED : UNCHECKED;
			if (field && !field.said) return field.list[field.chosen] ?? "";
		}
		return "";
	}

	/** An element of a form's field. */
	part(name: string, attributes: XmlAttributes): void {
		const field = this.#open.at(-1);
		if (!field) return;
		const { val = "" } = attributes;
		if (name === "w:checkBox") field.box = false;
		else if (name === "w:listEntry") field.list.push(val);
		else if (name === "w:checked" || (name === "w:default" && field.box !== null)) field.box = isOn(attributes);
		else if ((name === "w:result" || name === "w:default") && field.list.length === 0 && field.box === null)
			field.chosen = Number(val) || 0;
	}

	/** A paragraph ends: a code that goes on was never closed. */
	endParagraph(): void {
		for (const field of this.#open) field.hasResult = true;
	}
}
