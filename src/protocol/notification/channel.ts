/** Chat channels that are told of what happens, by an incoming webhook: as owners and admins see and change them. */
import * as v from "valibot";
import { ShownLine } from "../text/shown.ts";
import { What } from "./table.ts";

const ChannelKind = v.picklist(["slack", "discord", "teams"]);
export type ChannelKind = v.InferOutput<typeof ChannelKind>;

const name = v.pipe(ShownLine, v.minLength(1, "Give the channel a name."), v.maxLength(80));
/** The webhook's address. Whoever has it may post, so it is stored encrypted and never shown again. */
const address = v.pipe(v.string(), v.trim(), v.minLength(1, "Enter the webhook's address."), v.maxLength(1_000));
const what = v.pipe(v.array(What), v.maxLength(20));

export const NewChannel = v.object({ kind: ChannelKind, name, address, what });
export type NewChannel = v.InferOutput<typeof NewChannel>;

/** Only what is present changes. */
export const ChannelChange = v.partial(v.object({ name, address, what }));
export type ChannelChange = v.InferOutput<typeof ChannelChange>;

export const AlertChannel = v.object({
	id: v.string(),
	kind: v.fallback(ChannelKind, "slack"),
	name: v.string(),
	/** The address's host and its last letters. */
	shown: v.string(),
	what: v.pipe(
		v.array(v.fallback(v.nullable(What), null)),
		v.transform((all) => all.filter((one) => one !== null)),
	),
	/** Why it takes nothing any more. Null: it does. */
	problem: v.nullable(v.string()),
});
export type AlertChannel = v.InferOutput<typeof AlertChannel>;

export const AlertChannels = v.object({ channels: v.array(AlertChannel) });
