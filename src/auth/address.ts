/**
 * The network address of a request, for rate limits and for blocks that cover it. It is stored only as a keyed hash, so that
 * a copy of the database doesn't reveal visitors' addresses.
 */
import ipaddr from "ipaddr.js";
import { keyedHash } from "./keys.ts";

/**
 * The network of one subscriber: an IPv4 address, or the first 64 bits of an IPv6 address. A device may change the other
 * bits at any time (RFC 8981), which would evade a block of the whole address.
 */
export function network(address: string): string {
	if (!ipaddr.isValid(address)) return address;
	// `process` turns an IPv4-mapped IPv6 address into the IPv4 address.
	const read = ipaddr.process(address);
	if (read instanceof ipaddr.IPv4) return read.toString();
	const first = read.parts.slice(0, 4).map((part) => part.toString(16));
	return `${first.join(":")}::/64`;
}

/** The caller's network. Cloudflare sets this header and overwrites a client's. Null without Cloudflare, as in tests. */
const networkOf = (request: Request): string | null => {
	const address = request.headers.get("cf-connecting-ip");
	return address === null ? null : network(address);
};

/** The keyed hash of the caller's network. Null when the address isn't known; a block then can't match by address. */
export async function addressHash(env: Pick<Env, "PARLEY_SECRET">, request: Request): Promise<string | null> {
	const known = networkOf(request);
	return known === null ? null : keyedHash(env, "network address", known);
}

/** The key of a rate limit: the caller's network. Requests without a known address share one key. */
export const limitKey = (request: Request): string => networkOf(request) ?? "unknown";
