/**
 * The Durable Objects by name, for whoever calls one. A name carries the workspace, so no id reaches across workspaces. The
 * classes come with the generated bindings (worker-configuration.d.ts), so that a domain can call the object of another
 * without importing from it.
 */

/** One object a conversation. */
export const conversation = (env: Pick<Env, "CONVERSATION">, workspaceId: string, conversationId: string) =>
	env.CONVERSATION.getByName(`${workspaceId}/${conversationId}`);

/** One a workspace: its live list. */
export const inbox = (env: Pick<Env, "INBOX">, workspaceId: string) => env.INBOX.getByName(workspaceId);

/** One a workspace: its knowledge base. */
export const knowledge = (env: Pick<Env, "KNOWLEDGE">, workspaceId: string) => env.KNOWLEDGE.getByName(workspaceId);

/** One an uploaded file: takes it apart. */
export const documentReader = (env: Pick<Env, "READER">, workspaceId: string, sourceId: string) =>
	env.READER.getByName(`${workspaceId}/${sourceId}`);

/** One a workspace: delivers what changes in D1 owe elsewhere. */
export const outbox = (env: Pick<Env, "OUTBOX">, workspaceId: string) => env.OUTBOX.getByName(workspaceId);
