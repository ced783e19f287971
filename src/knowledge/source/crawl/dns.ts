/**
 * Looks up a host's addresses at Cloudflare's resolver before the crawler connects, and refuses a name that points anywhere
 * but to the public internet. Its limit: a Worker can't choose the address that it then connects to, so a name whose answer
 * changes in between (DNS rebinding) isn't caught here, only by the platform (address.ts).
 */
import * as v from "valibot";
import { isIpAddress, isPublicV4, isPublicV6 } from "./address.ts";

const RESOLVER = "https://cloudflare-dns.com/dns-query";
const LIMIT_MS = 5_000;

/** https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/ */
const Answer = v.object({
	Status: v.number(),
	Answer: v.optional(v.array(v.object({ type: v.number(), data: v.string() })), []),
});

/** NOERROR and NXDOMAIN, the two definite answers. Others, such as SERVFAIL, say nothing of the name. */
const ANSWERED = new Set([0, 3]);

const TYPE = { A: 1, AAAA: 28 } as const;

export type HostCheck = "public" | "not_public" | "unknown_host" | "no_answer";

/** Null without a definite answer. */
async function addresses(name: string, type: keyof typeof TYPE): Promise<string[] | null> {
	const query = new URLSearchParams({ name, type });
	const response = await fetch(`${RESOLVER}?${query}`, {
		headers: { Accept: "application/dns-json" },
		signal: AbortSignal.timeout(LIMIT_MS),
	});
	const { Status: status, Answer: answers } = v.parse(Answer, await response.json());
	if (!ANSWERED.has(status)) return null;
	return answers.filter((answer) => answer.type === TYPE[type]).map(({ data }) => data);
}

/** Never throws. Makes two requests, and none for an IP address. */
export async function checkHost(hostname: string): Promise<HostCheck> {
	if (isIpAddress(hostname)) return "public";
	try {
		const [v4, v6] = await Promise.all([addresses(hostname, "A"), addresses(hostname, "AAAA")]);
		// Some name servers never answer for IPv6, so one answer with an address is enough.
		if ((v4 ?? []).length + (v6 ?? []).length === 0) return v4 && v6 ? "unknown_host" : "no_answer";
		return (v4 ?? []).every(isPublicV4) && (v6 ?? []).every(isPublicV6) ? "public" : "not_public";
	} catch {
		return "no_answer";
	}
}
