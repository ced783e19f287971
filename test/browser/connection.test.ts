/** A reload of the page and an outage of the network: no message is lost or doubled. */
import { expect, test } from "./stage.ts";

const lost = /net::ERR_|WebSocket connection/;

test("a reload in the middle brings the conversation back, on both sides", async ({ visit, dashboard }) => {
	const visitor = await visit();
	await visitor.open();
	await visitor.say("How long do I have to return a bag?");
	await expect(visitor.message(/You have 30 days/)).toBeVisible();
	const id = await visitor.conversationId();

	await visitor.page.reload();
	await visitor.open();
	await expect(visitor.message("How long do I have to return a bag?")).toHaveCount(1);
	await expect(visitor.message(/You have 30 days/)).toHaveCount(1);

	const marco = await dashboard("marco");
	await marco.openThread(id);
	await marco.button("Take over").click();
	await marco.answer("Anything else?");
	await expect(visitor.message("Anything else?")).toBeVisible();
	await marco.page.reload();
	await expect(marco.messages.getByText("Anything else?")).toHaveCount(1);
	await visitor.say("Yes, one thing.");
	await expect(marco.messages.getByText("Yes, one thing.")).toHaveCount(1);
	expect(await visitor.conversationId()).toBe(id);
});

test("a message written while the network is down is shown as unsent and arrives once", async ({
	visit,
	dashboard,
	world,
}) => {
	const visitor = await visit({ expected: lost });
	await visitor.queue();
	const marco = await dashboard("marco");
	await marco.openThread(await visitor.conversationId());
	await marco.button("Take over").click();
	await expect(visitor.chat).toContainText("Marco joined");

	world.network.cut();
	await visitor.say("Are you still there?");
	await expect(visitor.chat).toContainText(/Not sent yet|Sending/);
	await expect(visitor.message("Are you still there?")).toHaveCount(0);
	// A teammate's message during the outage arrives after it.
	await marco.answer("I am looking it up.");
	await expect(marco.messages).toContainText("I am looking it up.");
	world.network.restore();

	await expect(visitor.message("I am looking it up.")).toHaveCount(1, { timeout: 30_000 });
	await expect(visitor.message("Are you still there?")).toHaveCount(1, { timeout: 30_000 });
	await expect(visitor.chat).not.toContainText(/Not sent yet|Sending/);
	await expect(marco.messages.getByText("Are you still there?")).toHaveCount(1);
});

test("an unsent message survives a reload of the page, and arrives once", async ({ visit, dashboard, world }) => {
	const visitor = await visit({ expected: lost });
	await visitor.open();
	await visitor.say("How long do I have to return a bag?");
	await expect(visitor.message(/You have 30 days/)).toBeVisible();
	world.network.cut();
	await visitor.say("And to Greenland?");
	await expect(visitor.chat).toContainText(/Not sent yet|Sending/);
	world.network.restore();
	await visitor.page.reload();
	await visitor.open();
	await expect(visitor.message("And to Greenland?")).toHaveCount(1, { timeout: 30_000 });

	const ines = await dashboard("ines");
	await ines.openThread(await visitor.conversationId());
	await expect(ines.messages.getByText("And to Greenland?")).toHaveCount(1);
});
