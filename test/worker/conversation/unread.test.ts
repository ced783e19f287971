/** Setting a conversation back to unread, by row and from a message on; what makes no conversation unread; mentions in the list. */
import { expect } from "vitest";
import { act, untilMessage } from "../setup/talk.ts";
import { test } from "../setup/stage.ts";
import { openMember } from "../setup/socket.ts";

test("is for the whole team until somebody reads it, and nothing the visitor sees", async ({ start, stubOf, ines }) => {
	const { id, line } = await start();
	await untilMessage(line, "ai");
	const by = { kind: "member", id: ines.id, name: "Ines", role: "owner" } as const;
	await stubOf(id).act(by, "read", { upTo: 1 });
	const read = await stubOf(id).item();
	expect(read).toMatchObject({ unread: 0 });
	expect(read).not.toHaveProperty("unreadAgain");

	expect((await act(ines, id, { type: "mark_unread", from: null })).status).toBe(200);
	expect(await stubOf(id).item()).toMatchObject({ unread: 1, unreadAgain: true });
	const desk = await openMember(ines, id);
	expect(await desk.next("welcome")).toMatchObject({ state: { teamReadSeq: 0 } });
	const visitorsView = await stubOf(id).page(
		{ kind: "visitor", visitorId: (await stubOf(id).item())?.visitorId ?? "" },
		{ since: 0 },
	);
	expect(visitorsView?.state?.teamReadSeq).toBe(1);
	expect(JSON.stringify(visitorsView)).not.toContain("unread");
	desk.close();

	await stubOf(id).act(by, "read", { upTo: 1 });
	const again = await stubOf(id).item();
	expect(again).toMatchObject({ unread: 0 });
	expect(again).not.toHaveProperty("unreadAgain");
});

test("notes, tags and assignments make no conversation unread, and a note's mentions are in the list", async ({
	start,
	stubOf,
	ines,
	marco,
}) => {
	const { id, line } = await start();
	await untilMessage(line, "ai");
	const by = { kind: "member", id: ines.id, name: "Ines", role: "owner" } as const;
	await stubOf(id).act(by, "read", { upTo: 1 });
	await stubOf(id).act(by, "note", { id: "note-0001", text: "@Marco, please look" });
	await stubOf(id).act(by, "tag", { add: [], remove: [] });
	await stubOf(id).act(by, "assign", { member: marco.id });
	expect(await stubOf(id).item()).toMatchObject({ unread: 0, mentions: [marco.id] });
});
