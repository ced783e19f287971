/** Whether the tag is on the team's site: where it was seen, and what the server finds on a page, with the reasons why not. */
import * as v from "valibot";

/** A page, or a site where the browser told no more, that asked for the chat. `at`: the day's first time, ms since 1970. */
export const TagSight = v.object({
	origin: v.string(),
	path: v.string(),
	at: v.number(),
	/** False: the site isn't among the allowed ones, so the chat stayed away. */
	allowed: v.boolean(),
});
export const TagSights = v.array(TagSight);
export type TagSights = v.InferOutput<typeof TagSights>;

export const TagProblem = v.variant("kind", [
	/** The page couldn't be read. `why`: a word of the crawler's. */
	v.object({ kind: v.literal("unreadable"), why: v.string() }),
	v.object({ kind: v.picklist(["no_tag", "no_key"]) }),
	v.object({ kind: v.literal("wrong_key"), key: v.string() }),
	/** The tag is of another deployment of Parley. */
	v.object({ kind: v.literal("other_host"), host: v.string() }),
	/** The page's site isn't among the allowed ones. */
	v.object({ kind: v.literal("origin"), origin: v.string() }),
	/** The page's content security policy keeps the chat from loading, by these of its directives. */
	v.object({ kind: v.literal("policy"), directives: v.array(v.string()) }),
]);
export type TagProblem = v.InferOutput<typeof TagProblem>;

export const TagCheckRequest = v.object({
	address: v.pipe(v.string(), v.trim(), v.minLength(1, "Enter a page of your site."), v.maxLength(500)),
});

export const TagReport = v.object({
	/** The page that was read, after redirects. */
	address: v.string(),
	problems: v.array(TagProblem),
	/** When the chat was last asked for from this site, in the last 30 days; null: not. */
	seenAt: v.nullable(v.number()),
});
export type TagReport = v.InferOutput<typeof TagReport>;
