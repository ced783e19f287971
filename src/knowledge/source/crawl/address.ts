/**
 * Which addresses a crawl may ask for: public web servers, on the ports of the web, by name or number. Used for the
 * address a teammate types, for every link, every redirect and every answer of the name servers. Refuses what it doesn't
 * know to be public.
 *
 * A second lock on a door that is shut: a Worker's fetch reaches private networks only through a binding made for it
 * (https://developers.cloudflare.com/workers-vpc/), and the open-source runtime's only where its configuration allows
 * (`allow = ["public"]` is the default). The local runtime of `npm start` does allow them, so there this is the lock.
 */
import ipaddr from "ipaddr.js";

export type AddressRefusal =
	| "not_an_address"
	| "not_web"
	| "has_password"
	| "other_port"
	/** Loopback, private, link-local, metadata, reserved: anything that isn't the public internet. */
	| "not_public";

export type AddressCheck = { ok: true; url: URL } | { ok: false; reason: AddressRefusal };

const MAX_ADDRESS_LENGTH = 2_000;

/** Top-level names that lead into somebody's own network, or nowhere. */
const privateSuffixes = new Set(
	"localhost local internal intranet lan home corp private localdomain onion test invalid arpa".split(" "),
);

/**
 * What may be asked for is named, and nothing else passes: `range()` says "unicast" of what stands in none of the ranges
 * that it knows, which are those of IANA's registries of special-purpose addresses.
 */
const PUBLIC_RANGE = "unicast";

/** Looks public, and is a cloud's own: Azure's services inside its machines. */
const AZURE_PLATFORM = "168.63.129.16";

/** Four decimal numbers, as URLs and name servers write them; any other spelling is refused, whatever it would mean. */
export const isPublicV4 = (address: string): boolean =>
	ipaddr.IPv4.isValidFourPartDecimal(address) &&
	ipaddr.IPv4.parse(address).range() === PUBLIC_RANGE &&
	address !== AZURE_PLATFORM;

/**
 * All that is given out to anybody (https://www.iana.org/assignments/ipv6-unicast-address-assignments). `range()` knows no
 * such limit. IPv4 that is mapped, translated (64:ff9b::/96) or merely written as IPv6 is outside of it.
 */
const GIVEN_OUT: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/** ISATAP (RFC 5214): any network may carry an IPv4 address, mostly a private one, behind these 32 bits. */
const carriesV4 = ({ parts }: ipaddr.IPv6): boolean => (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;

/** 6to4 and Teredo, which wrap any IPv4 address too, are ranges that `range()` knows. A zone is of some machine's own. */
export function isPublicV6(address: string): boolean {
	if (address.includes("%") || !ipaddr.IPv6.isValid(address)) return false;
	const read = ipaddr.IPv6.parse(address);
	return read.match(GIVEN_OUT) && read.range() === PUBLIC_RANGE && !carriesV4(read);
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
export function checkAddress(address: string, { loopback }: { loopback: boolean }): AddressCheck {
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
