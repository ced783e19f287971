/**
 * The kinds of effect that changes in D1 owe elsewhere, and who delivers each: one line a kind. The rows are written by the
 * actions that cause them; only the outbox object delivers.
 */
import * as v from "valibot";
import { deliverContactBlocks, deliverContactEdit } from "../contact/deliveries.ts";
import { ContactBlocksChanged, ContactEdited } from "../contact/effects.ts";

const WorkspaceEffect = v.variant("type", [ContactBlocksChanged, ContactEdited]);
type WorkspaceEffect = v.InferOutput<typeof WorkspaceEffect>;

/** Null for what this release can't read: one that a later release wrote, before this one was deployed again. */
export function readWorkspaceEffect(body: string): WorkspaceEffect | null {
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), WorkspaceEffect), body);
	return parsed.success ? parsed.output : null;
}

/** Rejects where it could not be delivered whole. Delivering twice does no harm. */
export function deliver(env: Env, workspaceId: string, effect: WorkspaceEffect): Promise<void> {
	switch (effect.type) {
		case "contact_blocks_changed":
			return deliverContactBlocks(env, workspaceId, effect);
		case "contact_edited":
			return deliverContactEdit(env, workspaceId, effect);
		default:
			return effect satisfies never;
	}
}
