/**
 * The one renderer of mails: plain text and HTML from the same blocks. Everything is escaped; a link is one to an http address
 * or none at all. Nothing is fetched when a mail is opened: no pictures, no fonts, no tracking. Light and dark are both named,
 * because programs that turn a mail dark by themselves then leave its colours alone.
 */
import { contrast, DEFAULT_COLOUR, readable } from "../protocol/settings/colour.ts";

/** The page's ground, in light and in dark. */
const GROUND = { light: "#ffffff", dark: "#22222c" } as const;

export type LetterPart =
	/** A paragraph. Its lines stay lines. */
	| { type: "text"; text: string }
	/** Something that a person or the AI wrote: who, and their lines. */
	| { type: "quote"; from: string; text: string }
	/** The link that the mail is about. In plain text it is its address. */
	| { type: "button"; text: string; href: string }
	/** One of several things that the mail tells: its title, its lines, and the link to it. */
	| { type: "item"; title: string; text: string; open: string; href: string | null }
	| { type: "links"; links: { text: string; href: string }[] }
	/** Facts, such as when and from where: a name and a value each. */
	| { type: "facts"; facts: [string, string][] };

export type Letter = {
	/** The workspace's name, above the heading. */
	workspace: string;
	/** The first line; null: there is none. */
	heading: string | null;
	blocks: LetterPart[];
	/** Below the line: why the reader gets this mail. */
	footer: string;
	/** What a list of mails shows beside the subject; the first paragraph unless given. */
	preview?: string;
	/** A BCP 47 tag, and whether it is written from right to left. */
	language?: string;
	rightToLeft?: boolean;
	/** The workspace's colour, "#4f46e5". */
	colour?: string;
};

export const escapeHtml = (text: string): string =>
	text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;")
		.replaceAll("'", "&#39;");

const withLines = (text: string): string => escapeHtml(text).replace(/\r?\n/g, "<br>");

/** The address in the form that the URL parser gives it; null for anything but http and https. */
function webAddress(href: string): string | null {
	if (!URL.canParse(href)) return null;
	const url = new URL(href);
	return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const COLOUR = /^#[\da-f]{6}$/i;

/** White or black, whichever is read better on the colour. */
const inkOn = (colour: string): string =>
	contrast(colour, "#ffffff") >= contrast(colour, "#000000") ? "#ffffff" : "#000000";

const link = (href: string, text: string, colour: string): string =>
	`<a class="l" href="${escapeHtml(href)}" style="color:${readable(colour, GROUND.light)}">${escapeHtml(text)}</a>`;

function htmlOf(block: LetterPart, colour: string): string {
	switch (block.type) {
		case "text":
			return `<p style="margin:0 0 16px">${withLines(block.text)}</p>`;
		case "quote":
			return (
				`<div class="q" style="margin:0 0 16px;padding:0 0 0 12px;border-inline-start:3px solid #d4d4dc">` +
				`<div class="s" style="color:#5c5c6b;font-size:13px;margin:0 0 2px">${escapeHtml(block.from)}</div>` +
				`<div>${withLines(block.text)}</div></div>`
			);
		case "button": {
			const href = webAddress(block.href);
			if (href === null) return `<p style="margin:0 0 16px">${escapeHtml(block.text)}</p>`;
			return (
				`<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px"><tr>` +
				`<td bgcolor="${colour}" style="border-radius:8px;background:${colour}">` +
				`<a href="${escapeHtml(href)}" style="display:inline-block;padding:11px 20px;color:${inkOn(colour)};font-weight:600;text-decoration:none">${escapeHtml(block.text)}</a>` +
				`</td></tr></table>`
			);
		}
		case "item": {
			const href = block.href === null ? null : webAddress(block.href);
			const lines = [
				`<div style="font-weight:600">${escapeHtml(block.title)}</div>`,
				block.text === "" ? "" : `<div>${withLines(block.text)}</div>`,
				href === null ? "" : `<div>${link(href, block.open, colour)}</div>`,
			];
			return `<div style="margin:0 0 16px">${lines.join("")}</div>`;
		}
		case "links": {
			const items = block.links.map(({ text, href }) => {
				const address = webAddress(href);
				return `<div>${address === null ? escapeHtml(text) : link(address, text, colour)}</div>`;
			});
			return `<div style="margin:0 0 16px">${items.join("")}</div>`;
		}
		case "facts": {
			const rows = block.facts.map(
				([name, value]) =>
					`<tr><td class="s" style="padding:2px 16px 2px 0;color:#5c5c6b;vertical-align:top">${escapeHtml(name)}</td>` +
					`<td style="padding:2px 0">${withLines(value)}</td></tr>`,
			);
			return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 16px">${rows.join("")}</table>`;
		}
		default:
			return block satisfies never;
	}
}

function textOf(block: LetterPart): string {
	switch (block.type) {
		case "text":
			return block.text;
		case "quote":
			return [`${block.from}:`, ...block.text.split(/\r?\n/).map((line) => `> ${line}`)].join("\n");
		case "button":
			return [`${block.text}:`, ...(webAddress(block.href) === null ? [] : [block.href])].join("\n");
		case "item":
			return [block.title, block.text, block.href !== null && webAddress(block.href) !== null ? block.href : ""]
				.filter(Boolean)
				.join("\n");
		case "links":
			return block.links.map(({ text, href }) => (webAddress(href) === null ? text : `${text}: ${href}`)).join("\n");
		case "facts":
			return block.facts.map(([name, value]) => `${name}: ${value}`).join("\n");
		default:
			return block satisfies never;
	}
}

/** What programs in the dark use. Those that read no styles keep dark text on white, which is read in both. */
const stylesOf = (colour: string): string =>
	":root{color-scheme:light dark;supported-color-schemes:light dark}" +
	"@media(prefers-color-scheme:dark){" +
	"body,.b{background:#16161d!important;color:#ececf2!important}" +
	`.c{background:${GROUND.dark}!important;color:#ececf2!important}` +
	`.s{color:#a9a9b8!important}.q{border-color:#4a4a5a!important}.l{color:${readable(colour, GROUND.dark)}!important}.r{border-color:#3a3a48!important}}`;

export function renderLetter(letter: Letter): { text: string; html: string } {
	const { workspace, heading, blocks, footer, language = "en", rightToLeft = false } = letter;
	const colour = COLOUR.test(letter.colour ?? "") ? (letter.colour ?? "") : DEFAULT_COLOUR;
	const first = blocks.find((block) => block.type === "text" || block.type === "quote");
	const preview = letter.preview ?? (first && "text" in first ? first.text : "");
	const text = [...(heading === null ? [] : [heading]), ...blocks.map(textOf), `-- \n${footer}`].join("\n\n");
	const html = [
		`<!doctype html><html lang="${escapeHtml(language)}" dir="${rightToLeft ? "rtl" : "ltr"}"><head><meta charset="utf-8">`,
		`<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">`,
		`<meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(heading ?? workspace)}</title>`,
		`<style>${stylesOf(colour)}</style></head>`,
		`<body class="b" style="margin:0;padding:0;background:#f3f3f6;color:#1b1b23">`,
		`<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preview.slice(0, 150))}</div>`,
		`<table class="b" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f3f6"><tr><td align="center" style="padding:24px 12px">`,
		`<table class="c" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:${GROUND.light};color:#1b1b23;border-radius:12px;border-top:4px solid ${colour}"><tr>`,
		`<td dir="${rightToLeft ? "rtl" : "ltr"}" style="padding:24px 28px;${font};font-size:15px;line-height:1.55;overflow-wrap:anywhere">`,
		`<div class="s" style="color:#5c5c6b;font-size:13px;margin:0 0 12px">${escapeHtml(workspace)}</div>`,
		heading === null ? "" : `<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">${escapeHtml(heading)}</h1>`,
		...blocks.map((block) => htmlOf(block, colour)),
		`<div class="s r" style="color:#5c5c6b;font-size:13px;border-top:1px solid #e4e4ea;margin:8px 0 0;padding:16px 0 0">${withLines(footer)}</div>`,
		`</td></tr></table></td></tr></table></body></html>`,
	].join("");
	return { text: `${text}\n`, html };
}
