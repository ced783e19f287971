/**
 * The network address a request comes from, for limits and for blocks that cover it. Stored only as a keyed hash, so
 * that a copy of the database doesn't tell who was where.
 */
import ipaddr from "ipaddr.js";
import { keyedHash } from "./keys.ts";

/**
 * What one subscriber holds: an IPv4 address, or the first 64 bits of an IPv6 one. Within those a phone picks a new
 * address whenever it likes (RFC 8981), which would walk around a block.
 */
export function network(address: string): string {
	if (!ipaddr.isValid(address)) return address;
	// What is written as IPv6 and means an IPv4 address is that one.
	const read = ipaddr.process(address);
	if (read instanceof ipaddr.IPv4) return read.toString();
	const first = read.parts.slice(0, 4).map((part) => part.toString(16));
	return `${first.join(":")}::/64`;
}

/** Cloudflare sets the header and overwrites what a client sends. Null where nothing stands before us, as in tests. */
const networkOf = (request: Request): string | null => {
	const address = request.headers.get("cf-connecting-ip");
	return address === null ? null : network(address);
};

/** Null when the address isn't known: nothing is blocked or counted by it then. */
export async function addressHash(env: Pick<Env, "PARLEY_SECRET">, request: Request): Promise<string | null> {
	const known = networkOf(request);
	return known === null ? null : keyedHash(env, "network address", known);
}

/** The key of a rate limit: requests from nowhere share one. */
export const limitKey = (request: Request): string => networkOf(request) ?? "unknown";
