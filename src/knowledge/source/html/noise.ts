/**
 * What of a web page isn't its text, and why: navigation, page headers and footers, notices, controls, what is hidden.
 * Used by the reader of pages. Knows marks in the HTML only; what a style sheet hides, it can't see.
 */

import type { LeftReason } from "../../../protocol/knowledge/originals.ts";

export type Attributes = Record<string, string>;

/** Hold no text that anybody sees. */
const silentElements = new Set(
	"script style noscript template svg iframe object embed canvas audio video map frameset annotation annotation-xml".split(
		" ",
	),
);

const navigationElements = new Set("nav footer dialog menu".split(" "));

const controlElements = new Set("select option datalist progress meter".split(" "));

const droppedRoles: Record<string, LeftReason> = {
	navigation: "navigation",
	banner: "navigation",
	contentinfo: "navigation",
	complementary: "navigation",
	search: "control",
	dialog: "notice",
	alertdialog: "notice",
	menu: "navigation",
	menubar: "navigation",
	toolbar: "control",
};

/** A whole class or id, as frameworks and themes name them. A part of one isn't enough: "cookie-policy" may be the page. */
const droppedNames = new Map<string, LeftReason>([
	...`nav navbar navigation site-nav main-nav main-menu site-menu sidebar breadcrumb breadcrumbs site-header page-header
	 footer site-footer page-footer skip-link skip-to-content skip-to-main pagination pager post-navigation nav-links
	 table-of-contents toc`
		.split(/\s+/)
		.map((name): [string, LeftReason] => [name, "navigation"]),
	...`share-buttons share-links social-share social-links social-sharing sharedaddy addtoany_share_save_container
	 addthis_toolbox`
		.split(/\s+/)
		.map((name): [string, LeftReason] => [name, "control"]),
	..."mw-editsection editsection headerlink heading-anchor"
		.split(" ")
		.map((name): [string, LeftReason] => [name, "control"]),
	..."sr-only visually-hidden visuallyhidden screen-reader-text screenreader-text"
		.split(" ")
		.map((name): [string, LeftReason] => [name, "hidden"]),
	..."line-through strikethrough".split(" ").map((name): [string, LeftReason] => [name, "struck"]),
	...`cybotcookiebotdialog usercentrics-root didomi-host cky-consent-container iubenda-cs-banner klaro cc-window
	 qc-cmp2-container truste_overlay osano-cm-window termly-consent-banner onetrust-consent-sdk
	 onetrust-banner-sdk cmplz-cookiebanner`
		.split(/\s+/)
		.map((name): [string, LeftReason] => [name, "notice"]),
]);

const cookieNotice =
	/(?:cookie|consent|gdpr|ccpa)s?[-_]*(?:banner|notice|bar|popup|modal|dialog|overlay|message|wall|prompt|container|law|manager|info)(?![a-z])|(?:^|\s)(?:gdpr|ccpa|cookies?)[-_]*consent(?![a-z])/;

/** A price that isn't asked any more, as shops name it: "old-price", "product-price__old", "price--compare". */
const struckName =
	/(?:^|[\s_-])(?:(?:price|preis|prix|precio|prezzo)[\w]{0,20}[_-]{1,2}(?:old|was|strike|struck|compare(?:[_-]at)?|crossed|original)|(?:old|was|strike|struck|compare(?:[_-]at)?|crossed(?:[_-]?out)?|original|list|rrp|msrp)[_-]{1,2}(?:price|preis|prix|precio|prezzo))(?:$|[\s_-])/;
const tabList = /(?:^|\s)(?:nav-tabs|nav-pills|tab-list|tablist)(?:$|\s)/;

/** Closed until somebody acts, as accordions, tabs and "read more" name it. */
export const panelName =
	/(?:^|[\s_-])(?:answer|antwort|reponse|respuesta|accordion|collaps\w*|faq|toggle|expand\w*|tab|tabs?pane|panel|read-?more|more-?(?:text|content))(?:$|[\s_-])/;

/** A note, a tip or a warning, as documentation themes and help centres name them. */
const callout =
	/(?:^|[\s_-])(?:callout|call-out|admonition|notice-box|note|notes|tip|hint|caution|warning|danger|alert|important|info-box|infobox|starlight-aside|custom-block|remark|notecard)(?:$|[\s_-])/;

export const isCallout = (name: string, hint: string, role: string): boolean =>
	role === "note" ||
	role === "alert" ||
	((name === "aside" || name === "div" || name === "section") && callout.test(hint));

/** Class and id, in lower case. */
export const hintOf = (attributes: Attributes): string =>
	`${attributes["class"] ?? ""} ${attributes["id"] ?? ""}`.slice(0, 1_000).toLowerCase();

/** Whether an element never has text that is read. */
export const isSilent = (name: string, attributes: Attributes): boolean =>
	silentElements.has(name) && !(name === "template" && attributes["shadowrootmode"] !== undefined);

/** Why an element's text is left out by what it calls itself; null where it is read. `main`: the main part was entered; `text`: a text
 * stands right before it. */
export function noiseOf(
	name: string,
	attributes: Attributes,
	hint: string,
	within: { main: boolean; text: boolean; quote: boolean },
): LeftReason | null {
	if (name === "html" || name === "body" || name === "main") return null;
	const role = (attributes["role"] ?? "").toLowerCase();
	// Webflow makes the panel of every drop-down a nav, also where it holds an answer.
	if (name === "nav" && /(?:^|\s)w-dropdown-list(?:$|\s)/.test(hint)) return null;
	if (navigationElements.has(name)) return name === "footer" && within.quote ? null : "navigation";
	if (controlElements.has(name)) return "control";
	if (name === "header" && !within.main) return "navigation";
	// In the main part or after a text, an aside is a note or a box; which of the two is seen once it has ended (selection.ts).
	if (name === "aside") {
		if (!within.main && !within.text && !isCallout(name, hint, role)) return "navigation";
	} else {
		const dropped = droppedRoles[role];
		if (dropped !== undefined && !(role === "complementary" && isCallout(name, hint, role))) return dropped;
	}
	if (cookieNotice.test(hint)) return "notice";
	if (struckName.test(hint)) return "struck";
	// The names of tabs are the headings of their panels, whatever a framework calls their list.
	if (role === "tablist" || tabList.test(hint)) return null;
	for (const each of hint.split(/\s+/)) {
		const dropped = droppedNames.get(each);
		if (dropped !== undefined) return dropped;
	}
	return null;
}
