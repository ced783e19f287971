/** The Worker's entry: mounts every domain's routes under /api, gives pages otherwise, and exports the Durable Objects. */
import { Hono } from "hono";
import { copilotRoutes } from "./answer/copilot-routes.ts";
import { playgroundRoutes } from "./answer/routes.ts";
import { authRoutes } from "./auth/routes.ts";
import { contactRoutes } from "./contact/routes.ts";
import { conversationRoutes } from "./conversation/routes.ts";
import { visitorRoutes } from "./conversation/visitor-routes.ts";
import { securityHeaders } from "./http/headers.ts";
import { page } from "./http/pages.ts";
import { notFound, onError } from "./http/problem.ts";
import { inboxRoutes } from "./inbox/routes.ts";
import { gapRoutes } from "./knowledge/gap-routes.ts";
import { readerRoutes } from "./knowledge/reader-routes.ts";
import { knowledgeRoutes } from "./knowledge/routes.ts";
import { workspaceRoutes } from "./workspace/routes.ts";

export { Conversation } from "./conversation/conversation.ts";
export { Inbox } from "./inbox/inbox.ts";
export { Knowledge } from "./knowledge/knowledge.ts";

const app = new Hono<{ Bindings: Env }>()
	.basePath("/api")
	.use(securityHeaders)
	.route("/", authRoutes)
	.route("/", workspaceRoutes)
	.route("/", visitorRoutes)
	.route("/", conversationRoutes)
	.route("/", inboxRoutes)
	.route("/", contactRoutes)
	.route("/", knowledgeRoutes)
	.route("/", gapRoutes)
	.route("/", readerRoutes)
	.route("/", playgroundRoutes)
	.route("/", copilotRoutes);

app.notFound(notFound);
app.onError(onError);

export default {
	fetch: (request, env, ctx) =>
		new URL(request.url).pathname.startsWith("/api/") ? app.fetch(request, env, ctx) : page(request, env.ASSETS),
} satisfies ExportedHandler<Env>;
