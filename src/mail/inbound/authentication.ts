/**
 * Whether the sender of a mail is who From says: DMARC, as Cloudflare's receiving server found it. Only the topmost
 * Authentication-Results counts, and only if that server wrote it: whoever sends a mail can put any number of them below
 * (RFC 8601, section 5). Pure.
 */

/** The server that takes mail for Email Routing (https://developers.cloudflare.com/email-routing/postmaster/). */
const SERVER = "mx.cloudflare.net";

/** Characters of one header that are read: the server's own is a few hundred. */
const MOST = 8_000;

/** A header's value without its comments, which nest, and with what is quoted as one word (RFC 5322, section 3.2.2). */
function withoutComments(value: string): string {
	let text = "";
	let depth = 0;
	let quoted = false;
	for (let at = 0; at < value.length; at++) {
		const letter = value.charAt(at);
		if (letter === "\\") {
			at++;
			continue;
		}
		if (depth === 0 && letter === '"') quoted = !quoted;
		else if (quoted) text += /[\w.@-]/.test(letter) ? letter : "_";
		else if (letter === "(") depth++;
		else if (letter === ")") depth = Math.max(0, depth - 1);
		else if (depth === 0) text += letter;
	}
	return text;
}

/** `headers` in the order of the mail. The domain, in lower case, for which DMARC passed; null where it didn't. */
export function authenticatedDomain(headers: readonly { key: string; value: string }[]): string | null {
	const topmost = headers.find(({ key }) => key === "authentication-results");
	if (!topmost || topmost.value.length > MOST) return null;
	const [server = "", ...results] = withoutComments(topmost.value).toLowerCase().split(";");
	// A version may follow the server's name.
	if (server.trim().split(/\s+/)[0] !== SERVER) return null;
	const found = results.map((result) => result.trim().split(/\s+/)).filter(([method]) => method?.startsWith("dmarc="));
	// Two that differ would be for us to choose from.
	const [first, second] = found;
	if (!first || second || first[0] !== "dmarc=pass") return null;
	const [domain, other] = first.filter((property) => property.startsWith("header.from="));
	return domain === undefined || other !== undefined ? null : domain.slice("header.from=".length) || null;
}
