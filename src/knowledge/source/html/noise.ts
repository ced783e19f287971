/**
 * Decides which elements of a web page are boilerplate: navigation, page headers and footers, cookie notices, controls, and
 * hidden text. Used by markdown.ts. It reads the HTML alone; text that a style sheet hides isn't recognised.
 */

export type Attributes = Record<string, string>;

/** Elements that are dropped wherever they are. */
const droppedElements = new Set(
	`nav aside footer script style noscript template svg math iframe object embed canvas audio video map dialog menu
	 select option datalist textarea input label legend button progress meter frameset`.split(/\s+/),
);

const droppedRoles = new Set(
	"navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist".split(" "),
);

/** Classes and ids, as frameworks and themes name them. Only a whole name counts: "cookie-policy" may be the page. */
const droppedNames = new Set(
	`nav navbar navigation site-nav main-nav main-menu site-menu sidebar breadcrumb breadcrumbs site-header page-header
	 footer site-footer page-footer skip-link skip-to-content skip-to-main pagination pager share-buttons share-links
	 social-share social-links sr-only visually-hidden visuallyhidden screen-reader-text screenreader-text
	 cybotcookiebotdialog usercentrics-root didomi-host cky-consent-container iubenda-cs-banner klaro cc-window
	 qc-cmp2-container truste_overlay osano-cm-window termly-consent-banner onetrust-consent-sdk
	 onetrust-banner-sdk cmplz-cookiebanner`.split(/\s+/),
);

const cookieNotice =
	/(?:cookie|consent|gdpr|ccpa)s?[-_]*(?:banner|notice|bar|popup|modal|dialog|overlay|message|wall|prompt|container|law|manager|info)(?![a-z])/;

const invisibleStyle =
	/(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:opacity|font-size)\s*:\s*0(?:\.0*)?(?:px|em|rem|%|pt)?\s*(?:;|!|$))/i;

/** True of hidden elements. `opened`: ids of elements that a control on the page opens, such as an answer in a list. */
function isHidden(attributes: Attributes, opened: ReadonlySet<string>): boolean {
	const hidden =
		(attributes["hidden"] !== undefined && attributes["hidden"].toLowerCase() !== "until-found") ||
		attributes["aria-hidden"]?.toLowerCase() === "true" ||
		invisibleStyle.test(attributes["style"] ?? "");
	return hidden && attributes["role"] !== "tabpanel" && !opened.has(attributes["id"] ?? "");
}

/** True where an element's text is left out. `within`: whether it is inside the main part, or inside a heading. */
export function isNoise(
	name: string,
	attributes: Attributes,
	within: { main: boolean; heading: boolean },
	opened: ReadonlySet<string>,
): boolean {
	if (name === "html" || name === "body" || name === "main") return false;
	// Lists of questions are often made of buttons that open the answers.
	const opens = attributes["aria-controls"] !== undefined || attributes["aria-expanded"] !== undefined;
	if (name === "button" || attributes["role"] === "button") {
		if (!within.heading && !(within.main && opens)) return true;
	} else if (droppedElements.has(name)) return true;
	if (name === "header" && !within.main) return true;
	if (isHidden(attributes, opened)) return true;
	if (droppedRoles.has((attributes["role"] ?? "").toLowerCase())) return true;
	const names = `${attributes["class"] ?? ""} ${attributes["id"] ?? ""}`.slice(0, 1_000).toLowerCase();
	return cookieNotice.test(names) || names.split(/\s+/).some((each) => droppedNames.has(each));
}
