/**
 * Which addresses a crawl may ask for: public web servers, on the ports of the web, by name or number. Used for the
 * address a teammate types, for every link, every redirect and every answer of the name servers. Refuses what it doesn't
 * know to be public.
 *
 * A second lock on a door that is shut: a Worker's fetch reaches private networks only through a binding made for it
 * (https://developers.cloudflare.com/workers-vpc/), and the open-source runtime's only where its configuration allows
 * (`allow = ["public"]` is the default). The local runtime of `npm start` does allow them, so there this is the lock.
 */

export type Refusal =
	| "not_an_address"
	| "not_web"
	| "has_password"
	| "other_port"
	/** Loopback, private, link-local, metadata, reserved: anything that isn't the public internet. */
	| "not_public";

export type Checked = { ok: true; url: URL } | { ok: false; reason: Refusal };

const MAX_ADDRESS_LENGTH = 2_000;

/** [first octets, significant bits]: what IANA's registry of special-purpose addresses doesn't call globally reachable. */
const specialV4: [number[], number][] = [
	[[0], 8],
	[[10], 8],
	[[100, 64], 10],
	[[127], 8],
	// The metadata of nearly every cloud is 169.254.169.254.
	[[169, 254], 16],
	[[172, 16], 12],
	[[192, 0, 0], 24],
	[[192, 0, 2], 24],
	[[192, 88, 99], 24],
	[[192, 168], 16],
	[[198, 18], 15],
	[[198, 51, 100], 24],
	[[203, 0, 113], 24],
	// Azure's own services, at an address that looks public.
	[[168, 63, 129, 16], 32],
	// Multicast, reserved, broadcast.
	[[224], 3],
];

/** Top-level names that lead into somebody's own network, or nowhere. */
const privateSuffixes = new Set(
	"localhost local internal intranet lan home corp private localdomain onion test invalid arpa".split(" "),
);

const toNumber = (octets: number[]): number => [0, 1, 2, 3].reduce((sum, index) => sum * 256 + (octets[index] ?? 0), 0);

export function isPublicV4(address: string): boolean {
	const octets = address.split(".").map(Number);
	if (octets.length !== 4 || octets.some((octet) => !Number.isInteger(octet) || octet < 0 || octet > 255)) return false;
	const value = toNumber(octets);
	return !specialV4.some(([prefix, bits]) => {
		const size = 2 ** (32 - bits);
		return Math.floor(value / size) === Math.floor(toNumber(prefix) / size);
	});
}

/** The eight groups of an IPv6 address, or null. Takes a last part written as IPv4. */
function groupsOf(address: string): number[] | null {
	const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
	const [, start = "", ...octets] = dotted ?? [];
	const [a = 0, b = 0, c = 0, d = 0] = octets.map(Number);
	const plain = dotted ? `${start}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}` : address;
	const [head = "", tail, ...more] = plain.split("::");
	if (more.length > 0) return null;
	const read = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
	const [before, after] = [read(head), read(tail ?? "")];
	const gap = 8 - before.length - after.length;
	if (tail === undefined ? gap !== 0 : gap < 1) return null;
	const groups = [...before, ...Array<number>(gap).fill(0), ...after];
	return groups.every((group) => group >= 0 && group <= 0xffff) ? groups : null;
}

export function isPublicV6(address: string): boolean {
	const [first = 0, second = 0] = groupsOf(address) ?? [];
	// Only 2000::/3 is given out. Loopback, private, link-local, multicast, mapped IPv4 and NAT64 are all outside it.
	if (first >> 13 !== 1) return false;
	// Teredo, benchmarks, ORCHID and the like; documentation; 6to4, which wraps any IPv4; documentation again.
	if (first === 0x2001 && (second < 0x200 || second === 0xdb8)) return false;
	return first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
}

const isPublicName = (name: string): boolean => {
	const labels = name.split(".");
	return labels.length > 1 && !labels.includes("") && !privateSuffixes.has(labels.at(-1) ?? "");
};

/** A host as URLs write it: in lower case, without the dot that may end it. */
const plainHost = (hostname: string): string => hostname.toLowerCase().replace(/\.$/, "");

export function isLoopbackHost(hostname: string): boolean {
	const host = plainHost(hostname);
	return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d+){3}$/.test(host);
}

/** By number, whichever way it was spelt: URLs turn 0x7f.1, 2130706433 and 0177.1 into 127.0.0.1. */
export const isNumber = (hostname: string): boolean => hostname.startsWith("[") || /^[\d.]+$/.test(plainHost(hostname));

function isPublicHost(hostname: string): boolean {
	const host = plainHost(hostname);
	if (host.startsWith("[")) return isPublicV6(host.slice(1, -1));
	return isNumber(host) ? isPublicV4(host) : isPublicName(host);
}

/** `loopback` opens this machine's own servers, on any port. See `loopbackOpen`. */
export function checkAddress(address: string, { loopback }: { loopback: boolean }): Checked {
	const url = address.length <= MAX_ADDRESS_LENGTH ? URL.parse(address) : null;
	if (!url) return { ok: false, reason: "not_an_address" };
	if (url.protocol !== "http:" && url.protocol !== "https:") return { ok: false, reason: "not_web" };
	if (url.username !== "" || url.password !== "") return { ok: false, reason: "has_password" };
	if (loopback && isLoopbackHost(url.hostname)) return { ok: true, url };
	if (!isPublicHost(url.hostname)) return { ok: false, reason: "not_public" };
	if (url.port !== "") return { ok: false, reason: "other_port" };
	return { ok: true, url };
}

/**
 * Whether the crawler may read sites on this machine: the development variable says so and the dashboard itself was asked
 * for on this machine. Cloudflare's edge only knows public hosts and marks what it passes on, so a deployed Worker never
 * sees such a request, whatever its variables say.
 */
export function loopbackOpen(variable: string, request: Request): boolean {
	if (variable !== "1" || request.headers.has("CF-Ray")) return false;
	const url = URL.parse(request.url);
	return url !== null && isLoopbackHost(url.hostname);
}
