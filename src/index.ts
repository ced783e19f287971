/** The Worker's entry point: sends /api/ to the API and any other address to the dashboard's page, and exports the Durable Objects. */
import { api } from "./api.ts";
import { isLoopback } from "./http/origin.ts";
import { page } from "./http/pages.ts";
import { mailbox } from "./mail/mailbox.ts";

import { takeMailEvents } from "./conversation/mail/delivery-events.ts";
import { receiveMail } from "./conversation/mail/receive.ts";

export { Bulk } from "./bulk/bulk.ts";
export { Conversation } from "./conversation/conversation.ts";
export { Uploads } from "./file/uploads.ts";
export { Inbox } from "./inbox/inbox.ts";
export { DocumentReader } from "./knowledge/source/document-reader.ts";
export { Knowledge } from "./knowledge/knowledge.ts";
export { Notifier } from "./notification/notifier.ts";
export { WorkspaceOutbox } from "./outbox/outbox.ts";

export default {
	fetch: async (request, env, ctx) => {
		// `npm start` has a demo account with a public password, so it answers to this machine's own names only.
		if (env.ONLY_LOCAL === "1" && !isLoopback(request))
			return new Response("Parley runs for this machine only. Open it as http://localhost.\n", { status: 421 });
		if (new URL(request.url).pathname.startsWith("/api/")) return api.fetch(request, env, ctx);
		return (await mailbox(request, env)) ?? page(request, env.ASSETS);
	},
	email: receiveMail,
	queue: takeMailEvents,
} satisfies ExportedHandler<Env>;
