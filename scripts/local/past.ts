/** A past conversation, as the local Worker's door takes it: who wrote, from where, and what happened when. */
import * as v from "valibot";
import { Filling } from "./filling.ts";
import { Citation, HandoffReason, Rating, Teammate } from "../../src/protocol/conversation/entry.ts";

/** The header with the key of this start, without which the door stays shut. */
export const KEY_HEADER = "X-Parley-Local";
export const DOOR = "/local/past";
/** The door for a list of any size (filling.ts). */
export const FILL_DOOR = "/local/fill";

/** Why an object starts anew once it has been given a past: what it keeps in memory is older. wrangler prints it as an error. */
export const ANEW = "It has a past now.";

const text = v.string();
const confidence = v.number();

const What = v.variant("do", [
	v.object({ do: v.literal("ask"), text }),
	v.object({ do: v.literal("answer"), text, confidence, sources: v.array(Citation) }),
	v.object({ do: v.literal("offer"), text, confidence, reason: HandoffReason }),
	v.object({ do: v.literal("rate"), rating: Rating }),
	v.object({ do: v.literal("hand_off"), reason: HandoffReason }),
	v.object({ do: v.literal("leave_email"), email: v.string() }),
	v.object({ do: v.literal("reply"), member: Teammate, text }),
	v.object({ do: v.literal("note"), member: Teammate, text }),
	v.object({ do: v.literal("close"), member: Teammate }),
]);

/** `at` in ms since 1970. */
export const PastStep = v.intersect([v.object({ at: v.number() }), What]);
export type PastStep = v.InferOutput<typeof PastStep>;

export const PastConversation = v.object({
	id: v.string(),
	visitorId: v.string(),
	page: v.object({ url: v.string(), title: v.string() }),
	place: v.string(),
	language: v.string(),
	device: v.string(),
	browser: v.string(),
	/** Who the shop says it is; null: a stranger. */
	contact: v.nullable(v.object({ name: v.string(), email: v.string() })),
	/** What the team has put on it at the end, and who of the team. */
	tags: v.array(v.object({ id: v.string(), name: v.string() })),
	taggedBy: Teammate,
	/** In order of time. */
	steps: v.array(PastStep),
});
export type PastConversation = v.InferOutput<typeof PastConversation>;

export const PastOrder = v.object({ workspaceId: v.string(), conversations: v.array(PastConversation) });
export type PastOrder = v.InferOutput<typeof PastOrder>;

export const FillOrder = v.object({ workspaceId: v.string(), filling: Filling });
export type FillOrder = v.InferOutput<typeof FillOrder>;
