/**
 * A plugin of the widget's build that leaves out the parts of Preact the chat doesn't use: hydration, suspense, portals,
 * context, error boundaries, MathML, raw HTML, listeners that capture, and hooks into the renderer. Each expression that asks for
 * such a part is replaced by 0, and the minifier drops what depends on it: 1 kB gzipped. An expression that isn't in Preact any more
 * fails the build, so that an update of Preact is noticed here.
 */
import type { Plugin } from "vite";

const unused: readonly RegExp[] = [
	// Life cycle methods, static ones included, that no component has.
	/\b\w+\.(?:getDerivedStateFrom(?:Props|Error)|componentDidCatch|component(?:WillMount|WillUpdate|WillReceiveProps)|getChildContext|contextType)\b(?!=)/g,
	// Hooks of addons: `options.vnode` and the like.
	/\bn\.(?:vnode|diffed|unmount|event|debounceRendering|__r|__m)\b/g,
	/\(s=n\.__b\)/g,
	/\bn\.__(?=&&n\.__\()/g,
	/\bn\.__c(?=&&n\.__c\(r,t\))/g,
	// Portals keep their container in `props.__P`.
	/\b\w+\.props\.__P\b/g,
	/\bM\.__P(?=&&)/g,
	// Hydration and suspense: flags of nodes, the list of existing DOM nodes, and comments that mark boundaries.
	/\b32&\w+\.__u/g,
	/\b128&\w+\.__u/g,
	/\bo(?=&&o\.some\(g\))/g,
	/!l&&o(?=\))/g,
	/(?<=,)o(?=\)for\(s=0)/g,
	/(?<=,)c\|\|o(?=\)if)/g,
	/\bt&&t\.then\b/g,
	/[\w.]+\.__z\b(?!=\w)/g,
	/\b8==\w+\.nodeType/g,
	/\bo(?=\?o\[0\])/g,
	/\b9==\w+\.nodeType/g,
	// Elements and properties that the chat doesn't draw.
	/"math"==C|"foreignObject"==C|"template"==C|"progress"==C/g,
	/"http:\/\/www\.w3\.org\/1998\/Math\/MathML"==f/g,
	// Raw HTML least of all: with this the chat's Preact can't set any.
	/"dangerouslySetInnerHTML"==s/g,
	/\bx\.is\b/g,
	/"textarea"==C&&null!=x\.defaultValue/g,
	/"value"==s&&"defaultValue"in x/g,
	/"checked"==s(?:&&"defaultChecked"in x)?/g,
	/t!=\(t=t\.replace\(l,"\$1"\)\)/g,
	/\br\.moveBefore\b/g,
];

/** Names of attributes and properties that the chat doesn't set, with what is left of the expression. */
const unset: readonly (readonly [RegExp, string])[] = [
	[/\bt\.replace\(\/xlink\(H\|:h\)\/,"h"\)\.replace\(\/sName\$\/,"s"\)/g, "t"],
	[/"list"!=t&&"form"!=t&&/g, ""],
	[/"rowSpan"!=t&&"colSpan"!=t&&/g, ""],
];

export const preactParts: Plugin = {
	name: "preact-parts",
	transform(code, id) {
		if (!id.endsWith("/preact/dist/preact.mjs")) return null;
		const parts = [...unused.map((part) => [part, "0"] as const), ...unset];
		return parts.reduce((rest, [part, left]) => {
			if (rest.search(part) < 0) this.error(`Preact has changed: it has no ${part}. See widget/preact-parts.ts.`);
			return rest.replace(part, left);
		}, code);
	},
};
