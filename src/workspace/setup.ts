/**
 * The set-up of a fresh deployment: creates the workspace and its first owner. Once a workspace exists, it refuses. Of two
 * concurrent requests exactly one succeeds, which the database decides. The route checks the set-up code.
 */
import { sql } from "drizzle-orm";
import { hashPassword } from "../auth/password.ts";
import type { Database } from "../db/database.ts";
import { newId } from "../db/id.ts";
import { account, member, settings, user, workspace } from "../db/schema.ts";
import type { SetupRequest, WorkspaceSettings } from "../protocol/workspace.ts";
import { defaultSettings, setupNeeded } from "./settings.ts";

/** False when a workspace exists already. */
export async function setUp(
	db: Database,
	request: Omit<SetupRequest, "code" | "site">,
	own: Pick<WorkspaceSettings, "allowedOrigins" | "address">,
): Promise<boolean> {
	const [workspaceId, userId] = [newId("ws"), newId("us")];
	const password = await hashPassword(request.password);
	const now = new Date();
	const ms = now.getTime();
	try {
		// A batch is one transaction. If a workspace exists, the first statement inserts none; the next one then violates its
		// foreign key, which rolls the batch back.
		await db.batch([
			db.insert(workspace).select(
				// The table's columns in its order: id, name, slug, logo, metadata, created_at.
				sql`SELECT ${workspaceId}, ${request.workspace}, ${workspaceId.toLowerCase()}, NULL, NULL, ${ms}
					WHERE NOT EXISTS (SELECT 1 FROM ${workspace})`,
			),
			db.insert(settings).values({
				workspaceId,
				publicKey: newId("pk"),
				json: JSON.stringify({ ...defaultSettings, ...own }),
				updatedAt: ms,
			}),
			db.insert(user).values({
				id: userId,
				name: request.name,
				email: request.email,
				// The set-up code proves who deployed Parley, which is stronger proof than an e-mail.
				emailVerified: true,
				createdAt: now,
				updatedAt: now,
			}),
			db.insert(account).values({
				id: newId("ac"),
				accountId: userId,
				providerId: "credential",
				userId,
				password,
				createdAt: now,
				updatedAt: now,
			}),
			db.insert(member).values({ id: newId("mb"), workspaceId, userId, role: "owner", createdAt: now }),
		]);
		return true;
	} catch (error) {
		if (await setupNeeded(db)) throw error;
		return false;
	}
}
