/** Time for what can be undone in worker tests: what waits for it, and what it is too late for. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import type { Conversation } from "../../../src/conversation/conversation.ts";

/** Lets so much time pass for a conversation's undoable actions and what their effects wait for, and runs its alarm. */
export async function afterActing(stub: DurableObjectStub<Conversation>, ms: number): Promise<void> {
	await runInDurableObject(stub, (_, { storage: { sql } }) => {
		const { body } = sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
		const record = JSON.parse(body);
		for (const act of record.state.undoable) act.at -= ms;
		for (const each of record.happenings.unsent) if (each.heldUntil) each.heldUntil -= ms;
		sql.exec("UPDATE document SET body = ? WHERE slot = 1", JSON.stringify(record));
		sql.exec("UPDATE effect SET due_at = due_at - ? WHERE cause IS NOT NULL", ms);
	});
	await evictDurableObject(stub);
	await runDurableObjectAlarm(stub);
}
