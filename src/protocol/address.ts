/** Web addresses in running text: where one ends, and which a message may link to under which label. Pure. */

/** Characters that end an address: spaces, quotes, brackets and full stops of other scripts, and what nobody sees. */
const stop = /[\s<>"\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Cf}、。，；：！？،؛؟।]/u;

/** Punctuation that ends the sentence, not the address. Where more of the address follows, it belongs to the address. */
const trailing = /[.,;:!?'([…–—]/;

/**
 * Where the address ends whose part after the scheme begins at `from`; `from` itself if there is none. A closing bracket
 * belongs to it if the opening one does: https://en.wikipedia.org/wiki/Bag_(disambiguation)
 */
export function addressEnd(text: string, from: number): number {
	const open: string[] = [];
	let end = from;
	for (let at = from; at < text.length; at++) {
		const one = text.charAt(at);
		if (one === "(") open.push(")");
		else if (one === "[") open.push("]");
		else if (one === ")" || one === "]" ? open.pop() !== one : stop.test(one)) break;
		if (!trailing.test(one)) end = at + 1;
	}
	return end;
}

/** Something in a label that reads like the name of a site: "fjord.example". Bounded as names are (RFC 1035, 2.3.4). */
const siteName = /(?:[\p{L}\p{N}-]{1,63}[.。]){1,9}[\p{L}\p{N}-]{2,63}/u;

/**
 * The link that a message may have: null where the address isn't http, https or mailto, or has a user's name, which stands
 * where a reader looks for the site ("https://fjord.example@evil.test"). A label that reads like another site's name is
 * followed by the site's own, so that a link can't claim to lead elsewhere. `label` is the address by default.
 */
export function safeLink(url: string, label = url): { url: string; label: string } | null {
	const at = /^(https?:\/\/|mailto:)/i.test(url) ? parsed(url) : null;
	if (!at || at.username || at.password) return null;
	const site = at.hostname || at.pathname;
	const named = url === label ? null : siteName.exec(label.normalize("NFKC").replace(/\p{DI}/gu, ""));
	const lies = named && bare(parsed(`http://${named[0]}`)?.hostname) !== bare(site);
	return { url, label: lies ? `${label} (${site})` : label };
}

/** The host's name without "www.", or a mail address's domain. */
const bare = (site?: string) => site?.replace(/^www\.|^.*@/, "");

/** URL.parse and URL.canParse are younger than the oldest supported browsers. */
function parsed(url: string): URL | null {
	try {
		return new URL(url);
	} catch {
		return null;
	}
}
