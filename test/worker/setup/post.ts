/** Mail in worker tests: what the log adapter has sent, and raw mails given to the Worker's own handler. */
import { runDurableObjectAlarm, runInDurableObject, evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { asc, eq } from "drizzle-orm";
import * as v from "valibot";
import type { Conversation } from "../../../src/conversation/conversation.ts";
import { State } from "../../../src/conversation/state.ts";
import { database } from "../../../src/db/database.ts";
import { loggedMail } from "../../../src/db/schema.ts";
import worker from "../../../src/index.ts";
import { Mail } from "../../../src/mail/mail.ts";

/** The mails to an address, oldest first. */
export async function mailsTo(address: string): Promise<Mail[]> {
	const rows = await database(env)
		.select()
		.from(loggedMail)
		.where(eq(loggedMail.sentTo, address))
		.orderBy(asc(loggedMail.id));
	return rows.map(({ json }) => v.parse(v.pipe(v.string(), v.parseJson(), Mail), json));
}

export type Posting = {
	to: string;
	from: string;
	/** The sender of the SMTP dialogue; the address of From unless given. */
	envelope?: string;
	text?: string;
	/** The domain for which the receiving server says that DMARC passed; null: it failed. */
	passes?: string | null;
	messageId?: string;
	headers?: string[];
	/** In place of the text: the body as it is, with its own Content-Type among the headers. */
	body?: string;
};

let sent = 0;

export function rawMail({ to, from, text = "Hello", passes, messageId, headers = [], body }: Posting): string {
	const domain = passes === undefined ? from.slice(from.indexOf("@") + 1) : passes;
	const dmarc =
		domain === null ? `fail header.from=${from.slice(from.indexOf("@") + 1)}` : `pass header.from=${domain}`;
	return [
		`Authentication-Results: mx.cloudflare.net; dkim=pass; dmarc=${dmarc} policy.dmarc=none`,
		`From: Somebody <${from}>`,
		`To: <${to}>`,
		"Subject: Re: Your conversation",
		`Message-ID: <${messageId ?? `${++sent}.${crypto.randomUUID()}@mail.example`}>`,
		...headers,
		...(body === undefined ? ["Content-Type: text/plain; charset=utf-8"] : []),
		"",
		body ?? text,
	].join("\r\n");
}

/** Gives the Worker a mail. Returns what its sender is told where it is refused; null: it was taken. */
export async function post(posting: Posting | { raw: string; to: string; envelope: string }): Promise<string | null> {
	const raw = new TextEncoder().encode("raw" in posting ? posting.raw : rawMail(posting));
	let refusal: string | null = null;
	const message: Parameters<typeof worker.email>[0] = {
		from: "raw" in posting ? posting.envelope : (posting.envelope ?? posting.from),
		to: posting.to,
		raw: new Blob([raw]).stream(),
		rawSize: raw.length,
		setReject: (reason) => (refusal = reason),
	};
	await worker.email(message, env);
	return refusal;
}

const Stored = v.looseObject({ state: State });

/** The conversation's state as it is stored. */
export const stateOf = (stub: DurableObjectStub<Conversation>): Promise<State> =>
	runInDurableObject(stub, (_, { storage }) => {
		const { body } = storage.sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
		return v.parse(Stored, JSON.parse(body)).state;
	});

/** Lets so much time pass for a conversation's mail, and runs its alarm. */
export async function later(stub: DurableObjectStub<Conversation>, ms: number): Promise<void> {
	await runInDurableObject(stub, (_, { storage: { sql } }) => {
		const { body } = sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
		const record = JSON.parse(body);
		const { state } = record;
		state.repliedAt -= ms;
		state.mailTimes = (state.mailTimes ?? []).map((at: number) => at - ms);
		for (const field of ["aiMailAt", "linkedAt"]) if (state[field]) state[field] -= ms;
		sql.exec("UPDATE document SET body = ? WHERE slot = 1", JSON.stringify(record));
		sql.exec("UPDATE mail SET at = at - ?", ms);
	});
	await evictDurableObject(stub);
	await runDurableObjectAlarm(stub);
}
