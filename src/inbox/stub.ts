/** The Inbox of a workspace, as other domains call it. */
import type { Inbox } from "./inbox.ts";

export type { InboxAvailability } from "./inbox.ts";

export const inbox = (env: Env, workspaceId: string): DurableObjectStub<Inbox> => env.INBOX.getByName(workspaceId);
