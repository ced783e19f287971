/** A block of a page's text: what it is, where it stands, and how much of it are links. */
import type { PagePlace } from "../main-part/places.ts";

export type HtmlBlock = Standing &
	(
		| { kind: "heading"; level: number; text: string }
		| { kind: "paragraph" | "code"; text: string }
		/** `line`: the same in one line, for the cell of another table. */
		| { kind: "table"; text: string; line: string }
		| { kind: "item"; depth: number; mark: string; text: string }
	);

/** Where a block stands, and how much of its text are links. */
export type Standing = { part: HtmlPart; place: PagePlace; linked: number };

/** Where on the page a block stands: what it says of itself, as far as anything does. */
export type HtmlPart = "main" | "article" | "form" | "page";
