/**
 * A plugin of the build: the emoji picker sets its style in two ways that the Content-Security-Policy forbids, a style element
 * and style attributes. Scripts may do the same by a constructed sheet and by properties. It throws where a later release of the
 * picker reads otherwise.
 */
import type { Plugin } from "vite";

const PICKER = /\/emoji-picker-element\/picker\.js$/;

const replacements: [from: string, to: string][] = [
	[
		`const style = document.createElement('style');
    style.textContent = baseStyles + EXTRA_STYLES;
    this.shadowRoot.appendChild(style);`,
		`const sheet = new CSSStyleSheet();
    sheet.replaceSync(baseStyles + EXTRA_STYLES);
    this.shadowRoot.adoptedStyleSheets = [sheet];`,
	],
	[
		"targetNode.setAttribute(attributeName, newValue);",
		"if (attributeName === 'style') targetNode.style.cssText = newValue; else targetNode.setAttribute(attributeName, newValue);",
	],
];

export const strictStyle: Plugin = {
	name: "strict-style",
	transform(code, id) {
		if (!PICKER.test(id)) return null;
		for (const [from, to] of replacements) {
			if (!code.includes(from)) throw new Error(`${id} sets its style otherwise than strict-style.ts expects`);
			code = code.replace(from, () => to);
		}
		return { code, map: null };
	},
};
