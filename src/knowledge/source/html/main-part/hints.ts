/** What classes, ids and tags say of an element, as Mozilla's Readability reads them (Apache-2.0). Used by scores.ts. */

export const unlikely =
	/-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate|pagination|pager|popup|yom-remote/;
export const perhaps = /and|article|body|column|content|main|mathjax|shadow/;
export const positive = /article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story/;
export const negative =
	/-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget/;
export const byline = /byline|author|dateline|writtenby|p-author/;
export const sharing = /(?:\b|_)(?:share|sharedaddy)(?:\b|_)/;

export const tagScores: Record<string, number> = {
	div: 5,
	pre: 3,
	td: 3,
	blockquote: 3,
	address: -3,
	ol: -3,
	ul: -3,
	dl: -3,
	dd: -3,
	dt: -3,
	li: -3,
	form: -3,
	h1: -5,
	h2: -5,
	h3: -5,
	h4: -5,
	h5: -5,
	h6: -5,
	th: -5,
};
