/**
 * Mail that is owed and mail that is sent, on the real runtime: the row and its cause are one write, what can't be sent now is
 * tried again, what was learned decides what may be promised.
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { database } from "../../../src/db/database.ts";
import { loggedMail, outbox as outboxTable } from "../../../src/db/schema.ts";
import { outbox } from "../../../src/durable/objects.ts";
import { withOutbox } from "../../../src/durable/owing.ts";
import type { MailEnv } from "../../../src/mail/configuration.ts";
import { oweMail, oweMailIf } from "../../../src/mail/effects.ts";
import { type Mail, mailState, messageIdOf, sendMail } from "../../../src/mail/mail.ts";
import { createWorkspace, type Workspace } from "../setup/people.ts";

const db = database(env);

const mail = (over: Partial<Mail> = {}): Mail => ({
	messageId: messageIdOf(`test-${crypto.randomUUID()}`, "https://chat.shop.example"),
	to: "ana@customer.example",
	fromName: null,
	replyTo: null,
	subject: "Hello",
	text: "Hello",
	html: "<p>Hello</p>",
	inReplyTo: null,
	references: [],
	headers: {},
	...over,
});

const withSender = () => createWorkspace("Fjord Bags", { mailFrom: "team@fjord.example" });
const rows = ({ id }: Workspace) => db.select().from(outboxTable).where(eq(outboxTable.workspaceId, id));
const arrived = async ({ id }: Workspace) =>
	(await db.select().from(loggedMail).where(eq(loggedMail.workspaceId, id))).map(({ messageId }) => messageId);

/** How the whole runtime sends mail during one test. */
const configured = (MAIL: string) => Reflect.set(env, "MAIL", MAIL);
afterEach(() => {
	configured("");
	vi.restoreAllMocks();
});

type Sent = EmailMessageBuilder;

/** Cloudflare's binding, with what it was given. */
function cloudflare(answer: () => Promise<EmailSendResult>): { mailEnv: MailEnv; sent: Sent[] } {
	const sent: Sent[] = [];
	const send = (message: Sent) => {
		sent.push(message);
		return answer();
	};
	return { mailEnv: { DB: env.DB, MAIL: "cloudflare", EMAIL: { send } }, sent };
}
const accepting = () => cloudflare(async () => ({ messageId: "<its-own@cloudflare.example>" }));
const failing = (code: string) =>
	cloudflare(() => Promise.reject(Object.assign(new Error("It names ana@customer.example."), { code })));

describe("a mail that is owed", () => {
	test("arrives once its cause is written", async () => {
		configured("log");
		const shop = await createWorkspace();
		const one = mail();
		await withOutbox(env, shop.id, () => oweMail(db, shop.id, one, Date.now()));
		expect(await arrived(shop)).toEqual([one.messageId]);
		expect(await rows(shop)).toEqual([]);
	});

	test("isn't owed where its condition doesn't hold", async () => {
		configured("log");
		const shop = await createWorkspace();
		const owed = [mail(), mail()] as const;
		await withOutbox(env, shop.id, () =>
			db.batch([
				oweMailIf(db, shop.id, owed[0], Date.now(), sql`1 = 0`),
				oweMailIf(db, shop.id, owed[1], Date.now(), sql`1 = 1`),
			]),
		);
		expect(await arrived(shop)).toEqual([owed[1].messageId]);
	});

	test("arrives with the same Message-ID after a crash between sending and noting", async () => {
		configured("log");
		const shop = await createWorkspace();
		const one = mail();
		await withOutbox(env, shop.id, () => oweMail(db, shop.id, one, Date.now()));
		// The row as it would still be there.
		await oweMail(db, shop.id, one, Date.now());
		await outbox(env, shop.id).drain();
		expect(await arrived(shop)).toEqual([one.messageId, one.messageId]);
	});

	test("waits while no mail is set up, and says nothing of it but that", async () => {
		const lines = vi.spyOn(console, "error").mockImplementation(() => {});
		const shop = await withSender();
		const one = mail();
		await withOutbox(env, shop.id, () => oweMail(db, shop.id, one, Date.now()));
		expect(await rows(shop)).toMatchObject([{ attempts: 1 }]);
		expect(JSON.stringify(lines.mock.calls)).not.toContain(one.to);
		configured("log");
		await db.update(outboxTable).set({ dueAt: 0 });
		await runDurableObjectAlarm(outbox(env, shop.id));
		expect(await arrived(shop)).toEqual([one.messageId]);
	});

	test("isn't sent when it is of no use any more", async () => {
		vi.spyOn(console, "error").mockImplementation(() => {});
		configured("log");
		const shop = await createWorkspace();
		await withOutbox(env, shop.id, () => oweMail(db, shop.id, mail(), Date.now(), Date.now() - 1));
		expect(await arrived(shop)).toEqual([]);
		expect(await rows(shop)).toEqual([]);
	});

	test("that can never be sent is given up at once", async () => {
		const lines = vi.spyOn(console, "error").mockImplementation(() => {});
		configured("log");
		const shop = await createWorkspace();
		const bad = mail({ headers: { Bcc: "x@y.example" } });
		await withOutbox(env, shop.id, () => oweMail(db, shop.id, bad, Date.now()));
		expect(await arrived(shop)).toEqual([]);
		expect(await rows(shop)).toEqual([]);
		expect(JSON.stringify(lines.mock.calls)).toContain("mail_not_sent");
	});
});

describe("Cloudflare's binding", () => {
	test("is given the mail, and tells the Message-ID that the reader sees", async () => {
		const shop = await withSender();
		const { mailEnv, sent } = accepting();
		const done = await sendMail(
			mailEnv,
			shop.id,
			mail({
				replyTo: "reply+1@in.fjord.example",
				inReplyTo: "a@b.example",
				references: ["a@b.example"],
				headers: { "Auto-Submitted": "auto-generated" },
			}),
		);
		expect(done).toEqual({ outcome: "accepted", messageId: "its-own@cloudflare.example" });
		expect(sent).toEqual([
			{
				to: "ana@customer.example",
				from: { email: "team@fjord.example", name: "Fjord Bags" },
				replyTo: "reply+1@in.fjord.example",
				subject: "Hello",
				text: "Hello",
				html: "<p>Hello</p>",
				headers: { "Auto-Submitted": "auto-generated", "In-Reply-To": "<a@b.example>", References: "<a@b.example>" },
			},
		]);
	});

	test.each([
		["E_RECIPIENT_SUPPRESSED", { outcome: "bounced", reason: "address" }],
		["E_DELIVERY_FAILED", { outcome: "bounced", reason: "address" }],
		["E_HEADER_NOT_ALLOWED", { outcome: "refused", reason: "header" }],
		["E_CONTENT_TOO_LARGE", { outcome: "refused", reason: "too_big" }],
		["E_SENDER_NOT_VERIFIED", { outcome: "later", reason: "sender" }],
		["E_RATE_LIMIT_EXCEEDED", { outcome: "later", reason: "limit" }],
		["E_INTERNAL_SERVER_ERROR", { outcome: "later", reason: "provider" }],
		["E_OF_A_LATER_YEAR", { outcome: "later", reason: "provider" }],
	])("%s", async (code, outcome) => {
		const shop = await withSender();
		expect(await sendMail(failing(code).mailEnv, shop.id, mail())).toEqual({ ...outcome, code });
	});

	test("that throws anything else is tried again", async () => {
		const shop = await withSender();
		const { mailEnv } = cloudflare(() => Promise.reject(new Error("down")));
		expect(await sendMail(mailEnv, shop.id, mail())).toEqual({ outcome: "later", reason: "provider", code: null });
	});

	test("never hears of a mail that it would refuse", async () => {
		const shop = await withSender();
		const { mailEnv, sent } = accepting();
		expect(await sendMail(mailEnv, shop.id, mail({ headers: { Date: "now" } }))).toMatchObject({ reason: "header" });
		expect(sent).toEqual([]);
	});
});

describe("whether mail is promised", () => {
	test("not without an adapter, nor without a sender's address", async () => {
		const [shop, bare] = [await withSender(), await createWorkspace()];
		expect(await mailState({ DB: env.DB, MAIL: "" }, shop.id)).toBe("not_set_up");
		expect(await mailState({ DB: env.DB, MAIL: "cloudflare" }, shop.id)).toBe("not_set_up");
		expect(await mailState({ DB: env.DB, MAIL: "smtp" }, shop.id)).toBe("not_set_up");
		expect(await mailState(accepting().mailEnv, bare.id)).toBe("not_set_up");
		expect(await sendMail(accepting().mailEnv, bare.id, mail())).toEqual({ outcome: "not_set_up" });
		expect(await mailState(env, "ws_nobody")).toBe("not_set_up");
	});

	test("a mail that was accepted says that it works; one address that bounces says nothing", async () => {
		const shop = await withSender();
		const { mailEnv } = accepting();
		expect(await mailState(mailEnv, shop.id)).toBe("untried");
		await sendMail(mailEnv, shop.id, mail());
		expect(await mailState(mailEnv, shop.id)).toBe("works");
		for (const code of ["E_RECIPIENT_SUPPRESSED", "E_INTERNAL_SERVER_ERROR", "E_CONTENT_TOO_LARGE"])
			await sendMail(failing(code).mailEnv, shop.id, mail());
		expect(await mailState(mailEnv, shop.id)).toBe("works");
	});

	test("a sender that is refused says that it fails, until a mail is accepted", async () => {
		const shop = await withSender();
		const { mailEnv } = accepting();
		await sendMail(failing("E_SENDER_NOT_VERIFIED").mailEnv, shop.id, mail());
		expect(await mailState(mailEnv, shop.id)).toBe("failed");
		await sendMail(mailEnv, shop.id, mail());
		expect(await mailState(mailEnv, shop.id)).toBe("works");
	});

	test("a test says what came of it, whatever it was", async () => {
		const shop = await withSender();
		const { mailEnv } = accepting();
		await sendMail(failing("E_INTERNAL_SERVER_ERROR").mailEnv, shop.id, mail(), { isTest: true });
		expect(await mailState(mailEnv, shop.id)).toBe("failed");
	});

	test("what was learned of another sender or adapter doesn't count", async () => {
		const shop = await withSender();
		const { mailEnv } = accepting();
		await sendMail(mailEnv, shop.id, mail());
		expect(await mailState({ ...mailEnv, MAIL: "smtp", SMTP_HOST: "mail.example" }, shop.id)).toBe("untried");
	});

	test("another workspace's mail says nothing of this one's", async () => {
		const [shop, other] = [await withSender(), await withSender()];
		const { mailEnv } = accepting();
		await sendMail(mailEnv, shop.id, mail());
		expect(await mailState(mailEnv, other.id)).toBe("untried");
	});
});

test("a mail that has left counts as accepted, though D1 can't keep what it told", async () => {
	const { id } = await withSender();
	const { mailEnv, sent } = accepting();
	const DB = new Proxy(env.DB, {
		get(target, key) {
			const value: unknown = Reflect.get(target, key);
			if (typeof value !== "function") return value;
			return (...args: unknown[]) => {
				if (String(args[0]).startsWith('insert into "mail_trial"')) throw new Error("D1 is down");
				return Reflect.apply(value, target, args);
			};
		},
	});
	expect(await sendMail({ ...mailEnv, DB }, id, mail())).toMatchObject({ outcome: "accepted" });
	expect(sent).toHaveLength(1);
});

describe("SMTP", () => {
	test("that can't be reached is tried again, and nothing of it is in the log but a code", async () => {
		const lines = vi.spyOn(console, "warn").mockImplementation(() => {});
		const shop = await withSender();
		const smtp = { DB: env.DB, MAIL: "smtp", SMTP_HOST: "127.0.0.1", SMTP_PORT: "9", SMTP_PASSWORD: "hush-hush" };
		expect(await sendMail(smtp, shop.id, mail())).toMatchObject({ outcome: "later", reason: "unreachable" });
		expect(JSON.stringify(lines.mock.calls)).not.toMatch(/hush|ana@|127\.0/);
	});
});
