/**
 * What a host's name stands for, asked of Cloudflare's resolver before the crawler asks the host. A name that points
 * anywhere but to the public internet is refused. Honest limit: a Worker can't choose the address it then connects to,
 * so a name that changes its answer in between isn't caught here, only by the platform (see address.ts).
 */
import * as v from "valibot";
import { isNumber, isPublicV4, isPublicV6 } from "./address.ts";

const RESOLVER = "https://cloudflare-dns.com/dns-query";
const LIMIT_MS = 5_000;

/** https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/ */
const Answer = v.object({
	Status: v.number(),
	Answer: v.optional(v.array(v.object({ type: v.number(), data: v.string() })), []),
});

/** NOERROR and NXDOMAIN: what the name servers know. All others, such as SERVFAIL, are that nobody could say. */
const KNOWN = new Set([0, 3]);

const TYPE = { A: 1, AAAA: 28 } as const;

export type Resolved = "public" | "not_public" | "unknown_host" | "no_answer";

/** Null where nobody could say. */
async function addresses(name: string, type: keyof typeof TYPE): Promise<string[] | null> {
	const query = new URLSearchParams({ name, type });
	const response = await fetch(`${RESOLVER}?${query}`, {
		headers: { Accept: "application/dns-json" },
		signal: AbortSignal.timeout(LIMIT_MS),
	});
	const { Status: status, Answer: answers } = v.parse(Answer, await response.json());
	if (!KNOWN.has(status)) return null;
	return answers.filter((answer) => answer.type === TYPE[type]).map(({ data }) => data);
}

/** Never throws. Two requests, none for a number. */
export async function resolve(hostname: string): Promise<Resolved> {
	if (isNumber(hostname)) return "public";
	try {
		const [v4, v6] = await Promise.all([addresses(hostname, "A"), addresses(hostname, "AAAA")]);
		// Some name servers never answer for IPv6; the others' word is enough to go there.
		if ((v4 ?? []).length + (v6 ?? []).length === 0) return v4 && v6 ? "unknown_host" : "no_answer";
		return (v4 ?? []).every(isPublicV4) && (v6 ?? []).every(isPublicV6) ? "public" : "not_public";
	} catch {
		return "no_answer";
	}
}
