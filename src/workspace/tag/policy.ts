/**
 * Whether a page's content security policies (CSP level 3) let the tag's script load and the chat reach us. Pure. It knows what
 * decides that: lists of hosts, nonces, and 'strict-dynamic'; it doesn't know hashes of scripts from elsewhere, which no tag has.
 */

/** The sources of each directive of a policy. The first of a name counts. */
function directivesOf(policy: string): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const part of policy.split(";")) {
		const [name = "", ...sources] = part.trim().split(/\s+/);
		if (name !== "" && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), sources);
	}
	return found;
}

/** Whether a source of a list names this address's host: "https:", "*", "chat.shop.example", "*.shop.example:*", 'self'. */
function names(source: string, url: URL, page: URL): boolean {
	const text = source.toLowerCase();
	if (text === "'self'") return url.origin === page.origin;
	if (text === "*") return url.protocol === "https:" || url.protocol === page.protocol;
	if (/^[a-z][a-z\d+.-]*:$/.test(text)) return text === url.protocol || (text === "http:" && url.protocol === "https:");
	const [, scheme, host = "", port, path] =
		/^(?:([a-z][a-z\d+.-]*):\/\/)?([^/:]+)(?::(\d+|\*))?(\/.*)?$/.exec(text) ?? [];
	if (host === "") return false;
	const isScheme =
		scheme === undefined || `${scheme}:` === url.protocol || (scheme === "http" && url.protocol === "https:");
	const isHost = host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : host === url.hostname || host === "*";
	const ports: Record<string, string> = { "https:": "443", "http:": "80" };
	const isPort = port === undefined ? url.port === "" : port === "*" || port === (url.port || ports[url.protocol]);
	// A path that ends with "/" stands for all below it.
	const isPath =
		path === undefined || path === "/" || (path.endsWith("/") ? url.pathname.startsWith(path) : url.pathname === path);
	return isScheme && isHost && isPort && isPath;
}

type Need = { directive: string; fallbacks: string[]; url: URL };

/** The address of the tag, its nonce attribute if it has one, and the page that it is on. */
export type TagPlace = { tag: URL; nonce: string | null; page: URL };

/** The directives that keep the chat away, each once. A page with several policies has to satisfy all. */
export function blockedBy(policies: readonly string[], { tag, nonce, page }: TagPlace): string[] {
	const needs: Need[] = [
		{ directive: "script-src", fallbacks: ["script-src-elem", "script-src", "default-src"], url: tag },
		{ directive: "connect-src", fallbacks: ["connect-src", "default-src"], url: new URL("/api/", tag) },
	];
	const blocked = new Set<string>();
	for (const policy of policies) {
		const directives = directivesOf(policy);
		for (const { directive, fallbacks, url } of needs) {
			const used = fallbacks.find((name) => directives.has(name));
			const sources = used === undefined ? undefined : directives.get(used);
			if (sources === undefined || used === undefined) continue;
			const hasNonce = nonce !== null && nonce !== "" && sources.includes(`'nonce-${nonce}'`);
			const isScript = directive === "script-src";
			// With it, only scripts with a nonce, and what they load, run; lists of hosts count for nothing.
			const isStrict = isScript && sources.some((source) => source.toLowerCase() === "'strict-dynamic'");
			const isAllowed = (isScript && hasNonce) || (!isStrict && sources.some((source) => names(source, url, page)));
			if (!isAllowed) blocked.add(used);
		}
	}
	return [...blocked];
}
