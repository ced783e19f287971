/**
 * The workspace's colour, of the chat and of mails, and what keeps it readable: the contrast of two colours as WCAG computes it.
 * White text has to be readable on it; a shade for text on another ground is found from it. Pure.
 */
import * as v from "valibot";

export const DEFAULT_COLOUR = "#4f46e5";

/** WCAG 2.2, 1.4.3: text of an ordinary size. */
const READABLE = 4.5;

/** The ground of the chat in the dark (widget/chat/base.css). */
const CHAT_DARK = "#17171a";

const HEX = /^#[\da-f]{6}$/;

const channels = (colour: string): number[] =>
	[1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
	const [red = 0, green = 0, blue = 0] = channels(colour).map((part) =>
		part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
	);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 to 21. Both are "#rrggbb". */
export function contrast(one: string, other: string): number {
	const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

const mixed = (one: string, other: string, share: number): string => {
	const towards = channels(other);
	const parts = channels(one).map((part, at) => Math.round((part + ((towards[at] ?? 0) - part) * share) * 255));
	return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
};

/** The lightest shade on which white letters are read: a dark colour is seen on a dark ground then. */
function lightest(colour: string): string {
	for (let step = 10; step > 0; step--) {
		const shade = mixed(colour, "#ffffff", step / 20);
		if (contrast(shade, "#ffffff") >= READABLE) return shade;
	}
	return colour;
}

/** The shade of a colour that can be read as text on `ground`, or as the ground of such text: as near to it as possible. */
export function readable(colour: string, ground: string): string {
	const end = luminance(ground) > 0.179 ? "#000000" : "#ffffff";
	for (let step = 0; step < 20; step++) {
		const shade = mixed(colour, end, step / 20);
		if (contrast(shade, ground) >= READABLE) return shade;
	}
	return end;
}

/** The chat's custom properties for this colour, as the chat's style sheet has them; "" where it has them by itself. */
export function chatStyles(colour: string): string {
	if (colour === DEFAULT_COLOUR) return "";
	const properties = (ground: string, accent: string) =>
		`:host{--accent:${accent}!important;--accent-text:${readable(colour, ground)}!important}`;
	const dark = properties(CHAT_DARK, lightest(colour));
	return `${properties("#ffffff", colour)}@media(prefers-color-scheme:dark){${dark}}`;
}

/** Whether the chat's white letters can be read on it. */
export const isReadable = (colour: string): boolean => contrast(colour, "#ffffff") >= READABLE;

const Colour = v.pipe(
	v.string(),
	v.trim(),
	v.transform((text) => text.toLowerCase()),
	v.regex(HEX, "Write a colour as #4f46e5."),
	v.check(isReadable, "White letters can't be read on this colour. Choose a darker one."),
	v.description("#rrggbb, on which white letters have a contrast of at least 4.5."),
);

export const ColourSettings = v.object({ colour: v.optional(Colour, DEFAULT_COLOUR) });
export type ColourSettings = v.InferOutput<typeof ColourSettings>;
