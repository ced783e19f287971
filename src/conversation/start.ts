/**
 * Admission of a conversation's first message, the only one that waits for D1 and the Inbox. It reads whether the visitor was
 * blocked or revoked since their socket opened, which contact they are, and the workspace's settings. Beside that it asks the
 * Inbox whether their address may begin one more. Then it creates the tables and the record. It writes no entry.
 */
import { blockFor } from "../contact/blocks.ts";
import { contactOfVisitor } from "../contact/contacts.ts";
import { isRevoked } from "../contact/revocations.ts";
import { database } from "../db/database.ts";
import { migrate } from "../durable/migrations.ts";
import { inbox } from "../durable/objects.ts";
import { withTimeout } from "../durable/timeout.ts";
import { log } from "../http/log.ts";
import type { RefusalReason } from "../protocol/conversation/frames.ts";
import { CloseCode } from "../protocol/limits.ts";
import { workspaceById } from "../workspace/settings.ts";
import type { Audience } from "./audience.ts";
import type { Store } from "./storage/store.ts";
import { migrations } from "./storage/schema.ts";
import type { VisitorCaller } from "../durable/caller.ts";

/** Shorter than the time after which a client without an answer reconnects, which would only wait for D1 again. */
const LIMIT_MS = 10_000;

/**
 * How long the Inbox is waited for. After that the conversation begins uncounted: an Inbox that is down keeps nobody from
 * chatting, and without its grant no model is called (model/call-budget.ts).
 */
const COUNT_LIMIT_MS = 2_000;

/** Why a first message is refused, and after how long it may be sent again where that helps. */
export type StartRefusal = { reason: RefusalReason; retryAfterMs?: number };

export type AdmissionDeps = { env: Env; storage: DurableObjectStorage; store: Store; audience: Audience };

export class Admission {
	readonly #deps: AdmissionDeps;

	constructor(deps: AdmissionDeps) {
		this.#deps = deps;
	}

	/** Starts the conversation. Null: it has started. Rejects, with nothing written, when D1 fails or times out. */
	async admit(visit: VisitorCaller): Promise<StartRefusal | null> {
		const { env, storage, store, audience } = this.#deps;
		const { workspaceId, visitorId, addressHash } = visit;
		const db = database(env);
		const [blocked, revoked, workspace, contact, retryAfterMs] = await withTimeout(
			LIMIT_MS,
			Promise.all([
				blockFor(db, { workspaceId, visitorId, addressHash }),
				isRevoked(db, visit),
				workspaceById(db, workspaceId),
				contactOfVisitor(db, workspaceId, visitorId),
				this.#delayOf(visit),
			]),
			"The database doesn't answer.",
		);
		if (blocked) {
			audience.closeVisitors(CloseCode.blocked, "blocked");
			return { reason: "blocked" };
		}
		if (revoked) {
			audience.endVisitor(visitorId);
			return { reason: "forbidden" };
		}
		if (!workspace) return { reason: "not_found" };
		if (store.record) return null;
		if (retryAfterMs > 0) return { reason: "flood", retryAfterMs };
		migrate(storage, migrations);
		store.begin(visit, contact, { ...workspace.settings, workspaceName: workspace.name }, Date.now());
		// Until now anybody with the id could wait here. It is this visitor's from now on.
		audience.closeVisitorsUnless((who) => who.visitorId === visitorId);
		return null;
	}
	/** How long the visitor's address, or the workspace, has to wait for a new conversation, in ms; 0: it may begin. */
	async #delayOf({
		workspaceId,
		conversationId,
		addressHash,
		networkHash,
		startLimits,
	}: VisitorCaller): Promise<number> {
		const start = { conversationId, addressHash, networkHash, limits: startLimits };
		try {
			const counted = inbox(this.#deps.env, workspaceId).takeStart(start);
			return await withTimeout(COUNT_LIMIT_MS, counted, "The Inbox doesn't answer.");
		} catch (error) {
			log("start_not_counted", { workspace: workspaceId, conversation: conversationId, error });
			return 0;
		}
	}
}
