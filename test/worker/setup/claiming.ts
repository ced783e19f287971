/**
 * A desk of a shop, at which the team sees what visitors say of themselves: every route and row that shows it, by one name
 * each. `test` has a new shop for every test.
 */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { expect, vi } from "vitest";
import { contactOfVisitor } from "../../../src/contact/contacts.ts";
import { database } from "../../../src/db/database.ts";
import { auditLog } from "../../../src/db/schema.ts";
import { conversation, inbox } from "../../../src/durable/objects.ts";
import { ContactPage, ContactProfile } from "../../../src/protocol/contact.ts";
import { ConversationDetails } from "../../../src/protocol/conversation/details.ts";
import { ask, newFrameId, type Person, type Workspace } from "./people.ts";
import { isolated } from "./stage.ts";
import { start, type Started } from "./talk.ts";

export const VERAS = "vera@customer.test";

type How = "confirm" | "deny" | "restore";

const deskOf = ({ shop, ines, marco }: { shop: Workspace; ines: Person; marco: Person }) => {
	const known = ({ visitor }: Pick<Started, "visitor">) => contactOfVisitor(database(env), shop.id, visitor.visitorId);
	const listed = async ({ id, visitor }: Pick<Started, "id" | "visitor">) =>
		(await inbox(env, shop.id).byVisitors([visitor.visitorId])).find((item) => item.id === id);
	/** An agent's answer. */
	const judge = async (how: How, { id }: Pick<Started, "id">, email = VERAS, by = marco) =>
		(await ask(by, `/api/conversations/${id}/claim/${how}`, { body: { email } })).status;
	/** They leave the address, and the list shows what has become of it: `shown`. */
	const leave = async (one: Started, email = VERAS, shown: string | null = email): Promise<Started> => {
		one.line.send({ type: "email", id: newFrameId(), email });
		await one.line.next("done");
		const stub = conversation(env, shop.id, one.id);
		await vi.waitFor(async () => {
			const owed = await runInDurableObject(stub, (_, { storage }) =>
				// What an action of the team's causes may wait until that can't be undone any more.
				storage.sql.exec("SELECT id FROM effect WHERE cause IS NULL").toArray(),
			);
			expect(owed).toEqual([]);
			const [row, item] = [await known(one), await listed(one)];
			expect([row?.claimed, item?.claimed, item?.contactId]).toEqual([shown, shown, row?.id]);
		});
		return one;
	};
	/** Somebody new who leaves the address. */
	const claims = async (email = VERAS) => leave(await start(shop), email);
	const edit = async (id: string, body: { name: string | null; email: string | null; notes: string }) =>
		(await ask(ines, `/api/contacts/${id}`, { method: "PATCH", body })).status;

	return {
		known,
		listed,
		judge,
		leave,
		claims,
		edit,
		/** The sidebar of a thread. */
		details: async (id: string) =>
			v.parse(ConversationDetails, await (await ask(marco, `/api/conversations/${id}`)).json()),
		profile: async (id: string) => v.parse(ContactProfile, await (await ask(marco, `/api/contacts/${id}`)).json()),
		/** The list of contacts, searched. */
		found: async (search: string) =>
			v.parse(ContactPage, await (await ask(marco, `/api/contacts?search=${encodeURIComponent(search)}`)).json())
				.contacts,
		block: async ({ id }: Pick<Started, "id">, address = false) =>
			(await ask(marco, `/api/conversations/${id}/block`, { body: { duration: "24h", reason: "", address } })).status,
		/** What the audit log says of claims, oldest first. */
		traces: async () =>
			(await database(env).select().from(auditLog).where(eq(auditLog.workspaceId, shop.id))).filter(({ action }) =>
				action.startsWith("contact.claim"),
			),
		/** A customer whom the team knows, by name and with notes. */
		vera: async () => {
			const victim = await claims();
			expect(await judge("confirm", victim)).toBe(204);
			const { id } = (await known(victim)) ?? { id: "" };
			expect(await edit(id, { name: "Vera Victim (VIP)", email: VERAS, notes: "Owes us nothing." })).toBe(200);
			await vi.waitFor(async () =>
				expect(await listed(victim)).toMatchObject({ name: "Vera Victim (VIP)", claimed: null }),
			);
			return { victim, id };
		},
	};
};

export const test = isolated.extend("desk", deskOf);
