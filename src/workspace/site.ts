/**
 * Parses what people type as "your site's address" into an origin, the form in which browsers send a page's site. Refuses
 * text that can't be a page's origin, with a sentence for the form.
 */

export type Site = { ok: true; origin: string } | { ok: false; message: string };

const refuse = (message: string): Site => ({ ok: false, message });

const isLocal = (host: string): boolean => host === "localhost" || host.endsWith(".localhost") || host === "127.0.0.1";

/** "shop.example/cart" → "https://shop.example". Without a typed scheme, only local hosts get http. */
export function siteOrigin(typed: string): Site {
	const text = typed.trim();
	if (text === "") return refuse("Enter the address of your site, such as https://shop.example.");
	const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
	if (scheme !== undefined && scheme !== "http" && scheme !== "https")
		return refuse("A site's address starts with https://.");
	const guessed = isLocal(text.split(/[:/]/, 1)[0]?.toLowerCase() ?? "") ? `http://${text}` : `https://${text}`;
	const address = scheme === undefined ? guessed : text;
	if (!URL.canParse(address)) return refuse(`“${text}” isn't a web address. Try one such as https://shop.example.`);
	const url = new URL(address);
	if (url.hostname.includes("*")) return refuse("Name each site: an asterisk for all subdomains isn't supported.");
	if (url.username !== "" || url.password !== "")
		return refuse("Leave out the user name: a site's address has none. Try one such as https://shop.example.");
	const named = url.hostname.includes(".") || url.hostname.startsWith("[") || isLocal(url.hostname);
	if (!named || /\s/.test(text)) return refuse(`“${text}” isn't a web address. Try one such as https://shop.example.`);
	return { ok: true, origin: url.origin };
}
