/** A teammate answers the mail that told them of a conversation: it is a note of theirs, and everybody else's try is none. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, vi } from "vitest";
import { notifier } from "../../../src/durable/objects.ts";
import { createMember, createWorkspace } from "../setup/people.ts";
import { mailsTo, post } from "../setup/post.ts";
import { openVisitor } from "../setup/socket.ts";
import { everything, say } from "../setup/talk.ts";
import { isolated } from "../setup/stage.ts";

Reflect.set(env, "MAIL", "log");
afterEach(() => void vi.restoreAllMocks());

const address = "https://chat.fjord.example";
const settings = () => ({ mailFrom: "team@fjord.example", mailReplies: "mail.fjord.example", address });

const test = isolated
	.override("settings", settings)
	/** Lets ten minutes pass, after which the owner is mailed about whoever waits. */
	.extend("later", ({ shop }) => async (waiting: number) => {
		const stub = notifier(env, shop.id);
		await vi.waitFor(() =>
			runInDurableObject(stub, (_, { storage: { sql } }) =>
				expect(sql.exec("SELECT 1 FROM pending WHERE mail_at IS NOT NULL").toArray()).toHaveLength(waiting),
			),
		);
		await runInDurableObject(stub, async (_, { storage }) => {
			storage.sql.exec("UPDATE pending SET mail_at = 1 WHERE mail_at IS NOT NULL");
			await storage.setAlarm(Date.now());
		});
		await runDurableObjectAlarm(stub);
	})
	/** A visitor waits, and the owner was mailed about it. */
	.extend("told", async ({ start, ines, stubOf, later }) => {
		const begun = await start("Hello");
		await say(begun.line, "I want to talk to a person");
		await later(1);
		const [mail] = await mailsTo(ines.email);
		if (!mail) throw new Error("nobody was mailed");
		return { ...begun, mail, replyTo: mail.replyTo ?? "", stub: stubOf(begun.id) };
	});

const notes = async (stub: Parameters<typeof everything>[0]) =>
	(await everything(stub)).filter((entry) => entry.kind === "note");

describe("an answer to a mail about a conversation", () => {
	test("is a note of the teammate's, once, without what it quotes, and the visitor gets none of it", async ({
		told,
		ines,
	}) => {
		const { mail, replyTo, stub, id, visitor } = told;
		expect(replyTo).toMatch(/^reply\+note-[a-z2-7]{32}@mail\.fjord\.example$/);
		expect(`${mail.text}${mail.html}`).toContain("write a note for the team");
		const text = `I call her at two.\r\n\r\nOn Mon, Nov 30, 2026 at 1:06 PM Parley <${replyTo}> wrote:\r\n> A visitor waits`;
		const messageId = "once@mail.example";
		expect(await post({ to: replyTo, from: ines.email, text, messageId })).toBeNull();
		expect(await post({ to: replyTo.toUpperCase(), from: ines.email, text, messageId })).toBeNull();
		expect(await notes(stub)).toMatchObject([
			{ text: "I call her at two.", author: { kind: "member", id: ines.id, name: "Ines" } },
		]);
		const line = await openVisitor(visitor, id);
		const { entries } = await line.next("welcome");
		expect(JSON.stringify(entries)).not.toContain("at two");
	});

	test("says that files didn't come along", async ({ told, ines }) => {
		const { replyTo, stub } = told;
		const body = [
			"--b",
			"Content-Type: text/plain",
			"",
			"See the picture.",
			"--b",
			'Content-Type: image/png; name="a.png"',
			'Content-Disposition: attachment; filename="a.png"',
			"Content-Transfer-Encoding: base64",
			"",
			"iVBORw0KGgo=",
			"--b--",
		].join("\r\n");
		const headers = ['Content-Type: multipart/mixed; boundary="b"'];
		expect(await post({ to: replyTo, from: ines.email, body, headers })).toBeNull();
		expect(await notes(stub)).toMatchObject([
			{ text: "See the picture.\n\n(A file of the e-mail didn't come along.)" },
		]);
	});

	test("is refused from anybody else, and without a proof that it is from there", async ({
		told,
		shop,
		ines,
		vera,
	}) => {
		const { replyTo, stub } = told;
		const gone = await createMember(shop, "agent", "Gone");
		await env.DB.prepare("UPDATE member SET role = 'removed' WHERE id = ?").bind(gone.id).run();
		const unproven = await createMember(shop, "agent", "Unproven");
		await env.DB.prepare("UPDATE user SET email_verified = 0 WHERE id = ?").bind(unproven.userId).run();
		const stranger = await createMember(await createWorkspace("Another"), "owner");
		for (const from of ["ana@customer.example", vera.email, gone.email, unproven.email, stranger.email])
			expect(await post({ to: replyTo, from }), from).toMatch(/^5\.7\.1 /);
		expect(await post({ to: replyTo, from: ines.email, passes: null })).toMatch(/^5\.7\.1 /);
		expect(await post({ to: replyTo, from: ines.email, passes: "customer.example" })).toMatch(/^5\.7\.1 /);
		const token = replyTo.slice("reply+note-".length, replyTo.indexOf("@"));
		expect(await post({ to: replyTo.replace(token, "a".repeat(32)), from: ines.email })).toMatch(/^5\.1\.1 /);
		expect(await notes(stub)).toEqual([]);
	});

	test("by a program, such as an absence notice, is none, and answers nobody", async ({ told, ines }) => {
		const { replyTo, stub } = told;
		const headers = ["Auto-Submitted: auto-replied"];
		expect(await post({ to: replyTo, from: ines.email, text: "I am away.", headers })).toBeNull();
		expect(await notes(stub)).toEqual([]);
	});
});

test("a mail about several conversations, or where no mail comes, has nowhere to answer to", async ({
	start,
	ines,
	later,
}) => {
	for (const text of ["One", "Two"]) await say((await start(text)).line, "I want to talk to a person");
	await later(2);
	const [mail] = await mailsTo(ines.email);
	expect(mail?.replyTo).toBeNull();
	expect(mail?.text).not.toContain("write a note");
});
