/** The sentences that tell the team why an address or a page wasn't read. */
import type { AddressRefusal } from "./address.ts";
import type { FetchResult, FetchFailure } from "./fetch.ts";

export const refusals: Record<AddressRefusal, string> = {
	not_an_address: "That isn't a web address. It starts with https:// and a name, such as https://help.example.com.",
	not_web: "Only addresses that start with https:// or http:// can be read.",
	has_password: "An address with a user name or password in it isn't read.",
	other_port: "Only the web's own ports (80 and 443) are read.",
	not_public: "That address isn't public.",
};

const failures: Record<Exclude<FetchFailure, "status">, string> = {
	...refusals,
	unknown_host: "There is no site at this address.",
	no_answer: "The site's name could not be looked up.",
	other_site: "It leads to another site.",
	redirects: "It redirects in circles.",
	robots: "The site's robots.txt asks not to read it.",
	too_large: "The page is larger than 2 MB.",
	too_slow: "The site took too long to answer.",
	unreachable: "The site didn't answer.",
	type: "It isn't a page of text.",
};

export function why(fetched: FetchResult): string {
	if (fetched.kind === "wait") return "The site is busy and asked to be left alone for now.";
	if (fetched.kind === "gone") return "The site says that this page doesn't exist.";
	if (fetched.kind !== "failed") return "";
	if (fetched.reason === "status") return `The site answered with an error (${fetched.status}).`;
	return failures[fetched.reason];
}
