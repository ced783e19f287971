/**
 * The rows that the audit log gets of the knowledge base: sources, and the erasure of a conversation's gaps. The change is in
 * the object and the log in D1, so the row follows the change; one that can't be written is logged.
 */
import { audit } from "../../db/audit.ts";
import { database } from "../../db/database.ts";
import { log } from "../../http/log.ts";
import type { KnowledgeActionName, KnowledgeCall } from "./actions.ts";
import type { KnowledgeResult } from "./context.ts";

const audited: readonly KnowledgeActionName[] = [
	"upload_file",
	"add_site",
	"change_site",
	"remove_source",
	"forget_conversation",
];

export async function auditKnowledge(
	env: Pick<Env, "DB">,
	workspace: string | undefined,
	[actor, action, input]: KnowledgeCall,
	done: KnowledgeResult,
): Promise<void> {
	if (!done.ok || workspace === undefined || !audited.includes(action)) return;
	const subject = "source" in done ? done.source.id : "id" in input ? String(input.id) : "";
	try {
		await audit(database(env), workspace, actor, subject, { action: `knowledge.${action}`, detail: {} }, Date.now());
	} catch (error) {
		log("audit_failed", { workspace, kind: action, error });
	}
}
