/** The API: every domain's routes, under /api. It only mounts them and holds no logic. */
import { Hono } from "hono";
import { copilotRoutes } from "./conversation/routes/copilot.ts";
import { playgroundRoutes } from "./answer/routes/playground.ts";
import { accountRoutes } from "./auth/account/routes.ts";
import { factorRoutes } from "./auth/factor/routes.ts";
import { passkeyRoutes } from "./auth/passkey/routes.ts";
import { providerRoutes } from "./auth/provider/routes.ts";
import { authRoutes } from "./auth/routes.ts";
import { bulkRoutes } from "./bulk/routes.ts";
import { cannedRoutes } from "./canned/routes.ts";
import { contactRoutes } from "./contact/routes.ts";
import { conversationRoutes } from "./conversation/routes/member.ts";
import { mailRoutes as visitorMails, visitorMailRoutes } from "./conversation/routes/mail.ts";
import { visitorRoutes } from "./conversation/routes/visitor.ts";
import { memberFileRoutes } from "./file/routes/member.ts";
import { fileRoutes } from "./file/routes/serve.ts";
import { visitorFileRoutes } from "./file/routes/visitor.ts";
import { declarationOf, type Declared } from "./http/contract.ts";
import { descriptionRoutes } from "./http/routes.ts";
import { securityHeaders } from "./http/headers.ts";
import { nothingHere, onError } from "./http/problem.ts";
import { viewRoutes } from "./inbox/list/routes.ts";
import { inboxRoutes } from "./inbox/routes.ts";
import { gapRoutes } from "./knowledge/routes/gaps.ts";
import { readerRoutes } from "./knowledge/routes/reader.ts";
import { articleRoutes } from "./knowledge/routes/articles.ts";
import { sourceFileRoutes } from "./knowledge/routes/source-file.ts";
import { sourceRoutes } from "./knowledge/routes/sources.ts";
import { wordingRoutes } from "./knowledge/routes/wordings.ts";
import { channelRoutes } from "./notification/channel/routes.ts";
import { notificationRoutes } from "./notification/routes.ts";
import { outboxRoutes } from "./outbox/routes.ts";
import { auditRoutes } from "./workspace/audit/routes.ts";
import { tagRoutes } from "./workspace/tag/routes.ts";
import { conversationTagRoutes } from "./tag/routes.ts";
import { mailRoutes } from "./workspace/mail/routes.ts";
import { teamRoutes } from "./workspace/team/routes.ts";
import { workspaceRoutes } from "./workspace/routes.ts";

export const api = new Hono<{ Bindings: Env }>()
	.basePath("/api")
	.use(securityHeaders)
	.route("/", descriptionRoutes)
	.route("/", authRoutes)
	.route("/", accountRoutes)
	.route("/", factorRoutes)
	.route("/", passkeyRoutes)
	.route("/", providerRoutes)
	.route("/", workspaceRoutes)
	.route("/", teamRoutes)
	.route("/", tagRoutes)
	.route("/", conversationTagRoutes)
	.route("/", mailRoutes)
	.route("/", auditRoutes)
	.route("/", notificationRoutes)
	.route("/", channelRoutes)
	.route("/", cannedRoutes)
	.route("/", visitorRoutes)
	.route("/", conversationRoutes)
	.route("/", visitorMails)
	.route("/", visitorMailRoutes)
	.route("/", visitorFileRoutes)
	.route("/", memberFileRoutes)
	.route("/", fileRoutes)
	.route("/", inboxRoutes)
	.route("/", bulkRoutes)
	.route("/", viewRoutes)
	.route("/", contactRoutes)
	.route("/", articleRoutes)
	.route("/", sourceRoutes)
	.route("/", sourceFileRoutes)
	.route("/", wordingRoutes)
	.route("/", gapRoutes)
	.route("/", readerRoutes)
	.route("/", playgroundRoutes)
	.route("/", copilotRoutes)
	.route("/", outboxRoutes);

api.notFound(nothingHere);
api.onError(onError);

/** Every route with its contract, for the API's description and for tests. `declared` is null for an undeclared route. */
export const routes = (): { method: string; path: string; handler: object; declared: Declared | null }[] => {
	const handlers = api.routes.filter(({ method }) => method !== "ALL");
	// Of the handlers of one address, the last is the route and those before it are its checks.
	const byAddress = new Map(
		handlers.map(({ method, path, handler }) => [`${method} ${path}`, { method, path, handler }]),
	);
	return [...byAddress.values()].map((route) => ({ ...route, declared: declarationOf(route.handler) }));
};
