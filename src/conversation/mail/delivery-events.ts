/**
 * What became of mails that Cloudflare accepted: the consumer of the queue that its events of bounces and complaints are
 * published to. The conversation then says so, and its address isn't written to until a teammate says otherwise. An event may
 * come twice: the second changes nothing. https://developers.cloudflare.com/email-service/platform/event-subscriptions/
 */
import { eq, lt } from "drizzle-orm";
import * as v from "valibot";
import { type Database, database } from "../../db/database.ts";
import { sentMail } from "../../db/schema.ts";
import { conversation } from "../../durable/objects.ts";
import { log } from "../../http/log.ts";
import { parseEmail } from "../../protocol/text/email.ts";
import { SYSTEM } from "../actions/context.ts";
import type { ReplyPlace } from "./reply-address.ts";
import type { StopReason } from "./store.ts";

/** Complaints come within days. */
const KEPT_MS = 30 * 24 * 3_600_000;

/** An event may be faster than our note of the mail; one that is unknown after so many attempts is of no visitor's mail. */
const ATTEMPTS = 3;
const AGAIN_SECONDS = 60;

const reasons: Record<"bounced" | "complained", StopReason> = { bounced: "undeliverable", complained: "complained" };

const Event = v.object({
	type: v.pipe(
		v.string(),
		v.regex(/^cf\.email\.sending\.message\.(?:bounced|complained)$/),
		v.transform((type) => (type.endsWith("bounced") ? "bounced" : "complained")),
	),
	payload: v.object({ messageId: v.string(), recipient: v.string() }),
});

const bare = (messageId: string): string => messageId.replace(/^<|>$/g, "");

/** Notes under which id a conversation's mail left. */
export async function noteSent(db: Database, messageId: string, place: ReplyPlace, now: number): Promise<void> {
	await db.batch([
		db
			.insert(sentMail)
			.values({ messageId: bare(messageId), ...place, at: now })
			.onConflictDoNothing(),
		db.delete(sentMail).where(lt(sentMail.at, now - KEPT_MS)),
	]);
}

async function placeOfSent(db: Database, messageId: string): Promise<ReplyPlace | null> {
	const { workspaceId, conversationId } = sentMail;
	const isIt = eq(sentMail.messageId, bare(messageId));
	return (await db.select({ workspaceId, conversationId }).from(sentMail).where(isIt).get()) ?? null;
}

export type MailEvent = Pick<Message<unknown>, "body" | "attempts" | "ack" | "retry">;

export async function takeMailEvents({ messages }: { messages: readonly MailEvent[] }, env: Env): Promise<void> {
	for (const message of messages) {
		try {
			if (await isTaken(message, env)) message.ack();
			else message.retry({ delaySeconds: AGAIN_SECONDS });
		} catch (error) {
			log("mail_event_failed", { error });
			message.retry({ delaySeconds: AGAIN_SECONDS });
		}
	}
}

/** False: it should come again. */
async function isTaken({ body, attempts }: MailEvent, env: Env): Promise<boolean> {
	const parsed = v.safeParse(Event, body);
	// Deliveries, deferrals, and whatever a later release of theirs has.
	if (!parsed.success) return true;
	const { type, payload } = parsed.output;
	const place = await placeOfSent(database(env), payload.messageId);
	// Mails to teammates have no conversation.
	if (!place) return attempts >= ATTEMPTS;
	const to = parseEmail(payload.recipient);
	if (to === null) return true;
	const stub = conversation(env, place.workspaceId, place.conversationId);
	await stub.act(SYSTEM, "fail_mail", { to, reason: reasons[type] });
	return true;
}
