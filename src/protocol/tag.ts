/** The tags of a workspace, which its conversations carry: as members see, make and change them. */
import * as v from "valibot";
import { ShownLine } from "./text/shown.ts";

/** Few and fixed, so that each can be read in light and in dark. */
export const TagColour = v.picklist(["grey", "red", "orange", "yellow", "green", "teal", "blue", "purple"]);
export type TagColour = v.InferOutput<typeof TagColour>;

export const MAX_TAG_NAME = 40;
export const MAX_TAGS = 200;
/** Of one conversation. */
export const MAX_TAGS_EACH = 20;

/** "any" is none, so that a filter can say so. */
export const TagId = v.pipe(v.string(), v.regex(/^tg_[\w-]{1,40}$/));

const name = v.pipe(
	ShownLine,
	v.trim(),
	v.minLength(1, "Give the tag a name."),
	v.maxLength(MAX_TAG_NAME, `A tag's name has at most ${MAX_TAG_NAME} letters.`),
);

/** Without a colour, the workspace's tags take turns. */
export const NewTag = v.object({ name, colour: v.optional(TagColour) });
export type NewTag = v.InferOutput<typeof NewTag>;

/** Only what is present changes. */
export const TagChange = v.partial(v.object({ name, colour: TagColour }));
export type TagChange = v.InferOutput<typeof TagChange>;

export const Tag = v.object({ id: v.string(), name: v.string(), colour: v.fallback(TagColour, "grey") });
export type Tag = v.InferOutput<typeof Tag>;

/** By name. */
export const Tags = v.object({ tags: v.array(Tag) });

/** The tag that was made, or that had the name already. */
export const MadeTag = v.object({ tag: Tag });

/** How many conversations carry a tag, closed and archived ones too. */
export const TagUse = v.object({ conversations: v.number() });

/** A tag's name as it is compared. */
export const foldedTag = (text: string): string => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
