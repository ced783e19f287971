/**
 * Stubs of the Durable Objects, by name. Every name includes the workspace's id, so no id reaches another workspace's
 * object. The classes' types come from the generated bindings (worker-configuration.d.ts), so that a domain can call
 * another domain's object without importing from it.
 */

/** The object of one conversation. */
export const conversation = (env: Pick<Env, "CONVERSATION">, workspaceId: string, conversationId: string) =>
	env.CONVERSATION.getByName(`${workspaceId}/${conversationId}`);

/** The workspace's live list of conversations. */
export const inbox = (env: Pick<Env, "INBOX">, workspaceId: string) => env.INBOX.getByName(workspaceId);

/** The workspace's knowledge base. */
export const knowledge = (env: Pick<Env, "KNOWLEDGE">, workspaceId: string) => env.KNOWLEDGE.getByName(workspaceId);

/** The object that reads an uploaded file. */
export const documentReader = (env: Pick<Env, "READER">, workspaceId: string, sourceId: string) =>
	env.READER.getByName(`${workspaceId}/${sourceId}`);

/** The workspace's outbox, which delivers the side effects of changes in D1. */
export const outbox = (env: Pick<Env, "OUTBOX">, workspaceId: string) => env.OUTBOX.getByName(workspaceId);

/** The workspace's notifier, which tells members of what happens. */
export const notifier = (env: Pick<Env, "NOTIFIER">, workspaceId: string) => env.NOTIFIER.getByName(workspaceId);

/** The workspace's changes of many conversations at once. */
export const bulk = (env: Pick<Env, "BULK">, workspaceId: string) => env.BULK.getByName(workspaceId);

/** The workspace's ledger of what is sent in files. */
export const uploads = (env: Pick<Env, "UPLOADS">, workspaceId: string) => env.UPLOADS.getByName(workspaceId);
