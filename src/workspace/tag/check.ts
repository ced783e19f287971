/** What a page's HTML says of the tag: whether it is there, whose key it has, and what would keep the chat away. Pure. */
import { Parser } from "htmlparser2";
import type { TagProblem } from "../../protocol/settings/tag.ts";
import { blockedBy } from "./policy.ts";

type Tag = { src: URL; key: string | null; nonce: string | null };

/** The tags of a page, whosever they are, and the policies in its <meta>. Linear in the page's length. */
function read(html: string, page: URL): { tags: Tag[]; policies: string[] } {
	const tags: Tag[] = [];
	const policies: string[] = [];
	const parser = new Parser({
		onopentag(name, { src, nonce, content, ...attributes }) {
			if (name === "meta" && attributes["http-equiv"]?.toLowerCase() === "content-security-policy" && content)
				policies.push(content);
			const url = name === "script" && src !== undefined ? URL.parse(src, page) : null;
			if (!url?.pathname.endsWith("/widget.js")) return;
			const key = attributes["data-workspace"] || url.searchParams.get("key");
			// Another product may have a widget.js too; ours has a key, in one form or the other.
			tags.push({ src: url, key: key || null, nonce: nonce ?? null });
		},
	});
	parser.write(html);
	parser.end();
	return { tags, policies };
}

export type CheckedPage = { html: string; url: URL; policies: readonly string[] };
/** `origin`: this deployment's, where the tag has to lead. `allowed`: the sites that may show the chat. */
export type OwnTag = { origin: string; key: string; allowed: readonly string[] };

/** Why the chat isn't on a page, the first thing to mend first; none where it should be there. */
export function problemsOf({ html, url, policies: sent }: CheckedPage, { origin, key, allowed }: OwnTag): TagProblem[] {
	const { tags, policies } = read(html, url);
	const problems: TagProblem[] = [];
	const ours = tags.filter(({ src }) => src.origin === origin);
	const other = tags.find((tag) => tag.src.origin !== origin && tag.key?.startsWith("pk_"));
	const tag = ours.find((each) => each.key === key) ?? ours[0];
	if (tag === undefined) problems.push(other ? { kind: "other_host", host: other.src.host } : { kind: "no_tag" });
	else if (tag.key === null) problems.push({ kind: "no_key" });
	else if (tag.key !== key) problems.push({ kind: "wrong_key", key: tag.key.slice(0, 60) });
	if (url.origin !== origin && !allowed.includes(url.origin)) problems.push({ kind: "origin", origin: url.origin });
	const place = { tag: tag?.src ?? new URL("/widget.js", origin), nonce: tag?.nonce ?? null, page: url };
	const directives = blockedBy([...sent, ...policies], place);
	if (directives.length > 0) problems.push({ kind: "policy", directives });
	return problems;
}
