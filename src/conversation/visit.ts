/**
 * What the Worker hands a conversation along with a visitor's socket or frame: everything it has checked or looked up
 * at the edge, so that the object reads no database to serve a message.
 */
import type { VisitorDetails, WorkspaceSettings } from "../protocol/api.ts";

export type Visit = {
	workspaceId: string;
	conversationId: string;
	visitorId: string;
	settings: WorkspaceSettings;
	contact: { id: string; name: string | null; email: string | null } | null;
	/** What the request itself tells: place, language, device. The page comes later, in a frame. */
	details: Omit<VisitorDetails, "page" | "firstSeenAt">;
	/** Keyed hash of the network address, for a block that covers it. */
	addressHash: string | null;
};
