/** Every domain's routes, under /api: what the Worker answers itself. No logic. */
import { Hono } from "hono";
import { copilotRoutes } from "./conversation/routes/copilot.ts";
import { playgroundRoutes } from "./answer/routes/playground.ts";
import { authRoutes } from "./auth/routes.ts";
import { contactRoutes } from "./contact/routes.ts";
import { conversationRoutes } from "./conversation/routes/member.ts";
import { visitorRoutes } from "./conversation/routes/visitor.ts";
import { securityHeaders } from "./http/headers.ts";
import { notFound, onError } from "./http/problem.ts";
import { inboxRoutes } from "./inbox/routes.ts";
import { gapRoutes } from "./knowledge/routes/gaps.ts";
import { readerRoutes } from "./knowledge/routes/reader.ts";
import { knowledgeRoutes } from "./knowledge/routes/articles.ts";
import { outboxRoutes } from "./outbox/routes.ts";
import { workspaceRoutes } from "./workspace/routes.ts";

export const api = new Hono<{ Bindings: Env }>()
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
	.route("/", copilotRoutes)
	.route("/", outboxRoutes);

api.notFound(notFound);
api.onError(onError);
