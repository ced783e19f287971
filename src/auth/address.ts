/**
 * The network address of a request, for rate limits and for blocks that cover it. It is stored only as a keyed hash, so that
 * a copy of the database doesn't reveal visitors' addresses.
 */
import ipaddr from "ipaddr.js";
import { keyedHash } from "./keys.ts";

/** An IPv6 address's first `bits` bits, a multiple of 16. */
function prefix({ parts }: ipaddr.IPv6, bits: number): string {
	const first = parts.slice(0, bits / 16).map((part) => part.toString(16));
	return `${first.join(":")}::/${bits}`;
}

/** `process` turns an IPv4-mapped IPv6 address into the IPv4 address. Null for what is no address. */
const read = (address: string): ipaddr.IPv4 | ipaddr.IPv6 | null =>
	ipaddr.isValid(address) ? ipaddr.process(address) : null;

/**
 * The network of one subscriber: an IPv4 address, or the first 64 bits of an IPv6 address. A device may change the other
 * bits at any time (RFC 8981), which would evade a block of the whole address.
 */
export function network(address: string): string {
	const known = read(address);
	return known instanceof ipaddr.IPv6 ? prefix(known, 64) : (known?.toString() ?? address);
}

/**
 * The IPv6 /48 around an address: the most that a provider gives one customer (RFC 6177), who may use any of its 65,536 /64s.
 * Null for an IPv4 address.
 */
export function widerNetwork(address: string): string | null {
	const known = read(address);
	return known instanceof ipaddr.IPv6 ? prefix(known, 48) : null;
}

/** Cloudflare sets this header and overwrites a client's. Null without Cloudflare, as in tests. */
const addressOf = (request: Request): string | null => request.headers.get("cf-connecting-ip");

/** The caller's network. */
const networkOf = (request: Request): string | null => {
	const address = addressOf(request);
	return address === null ? null : network(address);
};

type HashEnv = Pick<Env, "PARLEY_SECRET">;

const hash = async (env: HashEnv, text: string | null): Promise<string | null> =>
	text === null ? null : keyedHash(env, "network address", text);

/** The keyed hash of the caller's network. Null when the address isn't known; a block then can't match by address. */
export const addressHash = (env: HashEnv, request: Request): Promise<string | null> => hash(env, networkOf(request));

/** The keyed hash of the IPv6 /48 around it. Null when the address isn't known, and for IPv4. */
export async function networkHash(env: HashEnv, request: Request): Promise<string | null> {
	const address = addressOf(request);
	return hash(env, address === null ? null : widerNetwork(address));
}

/** The key of a rate limit: the caller's network. Requests without a known address share one key. */
export const limitKey = (request: Request): string => networkOf(request) ?? "unknown";
