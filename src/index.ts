/** The Worker's entry point: sends /api/ to the API and any other address to the dashboard's page, and exports the Durable Objects. */
import { api } from "./api.ts";
import { page } from "./http/pages.ts";

export { Conversation } from "./conversation/conversation.ts";
export { Inbox } from "./inbox/inbox.ts";
export { Knowledge } from "./knowledge/knowledge.ts";
export { WorkspaceOutbox } from "./outbox/outbox.ts";

export default {
	fetch: (request, env, ctx) =>
		new URL(request.url).pathname.startsWith("/api/") ? api.fetch(request, env, ctx) : page(request, env.ASSETS),
} satisfies ExportedHandler<Env>;
