/**
 * Admission of a conversation's first message, the only one that waits for D1. It reads whether the visitor was blocked since
 * their socket opened, which contact they are, and the workspace's settings; then it creates the tables and the record. It
 * writes no entry.
 */
import { blockFor } from "../contact/blocks.ts";
import { contactOfVisitor } from "../contact/contacts.ts";
import { database } from "../db/database.ts";
import { migrate } from "../durable/migrations.ts";
import { withTimeout } from "../durable/timeout.ts";
import type { RefusalReason } from "../protocol/conversation/frames.ts";
import { CloseCode } from "../protocol/limits.ts";
import { workspaceById } from "../workspace/settings.ts";
import type { Audience } from "./audience.ts";
import type { Store } from "./storage/store.ts";
import { migrations } from "./storage/schema.ts";
import type { VisitorCaller } from "../durable/caller.ts";

/** Shorter than the time after which a client without an answer reconnects, which would only wait for D1 again. */
const LIMIT_MS = 10_000;

export type AdmissionDeps = { env: Env; storage: DurableObjectStorage; store: Store; audience: Audience };

export class Admission {
	readonly #deps: AdmissionDeps;

	constructor(deps: AdmissionDeps) {
		this.#deps = deps;
	}

	/** Starts the conversation. Null: it has started; else the refusal's reason. Rejects, with nothing written, when D1 fails or times out. */
	async admit(visit: VisitorCaller): Promise<RefusalReason | null> {
		const { env, storage, store, audience } = this.#deps;
		const { workspaceId, visitorId, addressHash } = visit;
		const db = database(env);
		const [blocked, workspace, contact] = await withTimeout(
			LIMIT_MS,
			Promise.all([
				blockFor(db, { workspaceId, visitorId, addressHash }),
				workspaceById(db, workspaceId),
				contactOfVisitor(db, workspaceId, visitorId),
			]),
			"The database doesn't answer.",
		);
		if (blocked) {
			audience.closeVisitors(CloseCode.blocked, "blocked");
			return "blocked";
		}
		if (!workspace) return "not_found";
		if (store.record) return null;
		migrate(storage, migrations);
		store.begin(visit, contact, { ...workspace.settings, workspaceName: workspace.name }, Date.now());
		// Until now anybody with the id could wait here. It is this visitor's from now on.
		audience.closeVisitorsUnless((who) => who.visitorId === visitorId);
		return null;
	}
}
