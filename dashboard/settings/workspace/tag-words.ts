/** Why the tag isn't on a page, in words, with what to do. Pure. */
import type { TagProblem } from "../../../src/protocol/settings/tag.ts";

/** Why a page couldn't be read, by the crawler's word. */
const unread: Record<string, string> = {
	gone: "There is no such page.",
	wait: "The site is busy. Try again later.",
	not_an_address: "This isn't a web address.",
	not_web: "This isn't a web address.",
	has_password: "Leave out the user name and the password.",
	other_port: "Only the web's usual ports are read.",
	not_public: "This address isn't on the public internet.",
	no_address: "No server has this name. Is it spelled right?",
	too_slow: "The site took too long to answer.",
	type: "This address isn't a page.",
	status: "The site answered with an error.",
	redirects: "The site sends from one address to the next without end.",
};

export function problemWords(problem: TagProblem, host: string): string {
	switch (problem.kind) {
		case "unreadable":
			return unread[problem.why] ?? "The page can't be read from here. It may be behind a sign-in, or refuse programs.";
		case "no_tag":
			return "The page's text has no tag. Paste the one above before </body>. A tag that a tag manager inserts isn't in the text: then look whether the chat was seen, below.";
		case "no_key":
			return "The tag has no key. Use the second form above, with the key in the address.";
		case "wrong_key":
			return `The tag has another key, ${problem.key}. Paste the tag above.`;
		case "other_host":
			return `The tag leads to ${problem.host}, and this is ${host}. Paste the tag above.`;
		case "origin":
			return `${problem.origin} isn't among the allowed sites. Add it below.`;
		case "policy":
			return `The page's content security policy keeps the chat away. Add ${host} to ${problem.directives.join(" and ")}.`;
		default:
			return problem satisfies never;
	}
}
