/**
 * The SSRF guard: which addresses a crawl may request. Those are public web servers on the web's ports, by name or IP
 * address. It checks the address that a teammate types, every link, every redirect and every DNS answer, and refuses what it
 * doesn't know to be public.
 *
 * In production it is a second protection: a Worker's fetch reaches private networks only through a binding made for it
 * (https://developers.cloudflare.com/workers-vpc/), and the open-source runtime's only where its configuration allows
 * (`allow = ["public"]` is the default). The local runtime of `npm start` allows them, so there it is the only one.
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

/** Top-level names of private networks, and those that never resolve. */
const privateSuffixes = new Set(
	"localhost local internal intranet lan home corp private localdomain onion test invalid arpa".split(" "),
);

/**
 * The only range that is allowed. `range()` returns "unicast" for addresses in none of the ranges that it knows, which are
 * those of IANA's registries of special-purpose addresses.
 */
const PUBLIC_RANGE = "unicast";

/** In a public range, but a platform's own: it serves Azure's internal services to each of its machines. */
const AZURE_PLATFORM = "168.63.129.16";

/** Accepts four decimal numbers, as URLs and name servers write them; every other spelling is refused. */
export const isPublicV4 = (address: string): boolean =>
	ipaddr.IPv4.isValidFourPartDecimal(address) &&
	ipaddr.IPv4.parse(address).range() === PUBLIC_RANGE &&
	address !== AZURE_PLATFORM;

/**
 * The IPv6 addresses that IANA assigns (https://www.iana.org/assignments/ipv6-unicast-address-assignments); `range()` doesn't
 * check that. IPv4 that is mapped, translated (64:ff9b::/96) or merely written as IPv6 is outside of it.
 */
const ASSIGNED: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/** True of ISATAP addresses (RFC 5214), which hold an IPv4 address, mostly a private one, behind these 32 bits. */
const carriesV4 = ({ parts }: ipaddr.IPv6): boolean => (parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe;

/** 6to4 and Teredo, which also embed IPv4 addresses, are ranges that `range()` knows. A zone ("%") is local to a machine. */
export function isPublicV6(address: string): boolean {
	if (address.includes("%") || !ipaddr.IPv6.isValid(address)) return false;
	const read = ipaddr.IPv6.parse(address);
	return read.match(ASSIGNED) && read.range() === PUBLIC_RANGE && !carriesV4(read);
}

const isPublicName = (name: string): boolean => {
	const labels = name.split(".");
	return labels.length > 1 && !labels.includes("") && !privateSuffixes.has(labels.at(-1) ?? "");
};

/** A host in lower case, without a trailing dot. */
const plainHost = (hostname: string): string => hostname.toLowerCase().replace(/\.$/, "");

export function isLoopbackHost(hostname: string): boolean {
	const host = plainHost(hostname);
	return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(?:\.\d+){3}$/.test(host);
}

/** True of an IP address. URLs turn its other spellings (0x7f.1, 2130706433, 0177.1) into 127.0.0.1. */
export const isIpAddress = (hostname: string): boolean =>
	hostname.startsWith("[") || /^[\d.]+$/.test(plainHost(hostname));

function isPublicHost(hostname: string): boolean {
	const host = plainHost(hostname);
	if (host.startsWith("[")) return isPublicV6(host.slice(1, -1));
	return isIpAddress(host) ? isPublicV4(host) : isPublicName(host);
}

/** `loopback` allows servers on this machine, on any port: see `loopbackOpen`. */
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
 * True where the crawler may read sites on this machine: the development variable is set, and the dashboard itself is served
 * from this machine. A deployed Worker never sees such a request, whatever its variables say: Cloudflare's edge serves public
 * hosts only and adds CF-Ray.
 */
export function loopbackOpen(variable: string, request: Request): boolean {
	if (variable !== "1" || request.headers.has("CF-Ray")) return false;
	const url = URL.parse(request.url);
	return url !== null && isLoopbackHost(url.hostname);
}
