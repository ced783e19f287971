/** A conversation, as other domains call it. Its name carries the workspace, so no id reaches across workspaces. */
import type { Conversation } from "./conversation.ts";

export const conversation = (env: Env, workspaceId: string, conversationId: string): DurableObjectStub<Conversation> =>
	env.CONVERSATION.getByName(`${workspaceId}/${conversationId}`);
