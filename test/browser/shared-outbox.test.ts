/** The outbox that a visitor's tabs share: all show the same unsent messages, and one of them sends. */
import { expect, test } from "./stage.ts";
import { Visitor } from "./visitor.ts";
import {
	lost,
	soon,
	QUESTION,
	ANSWER,
	openShared,
	begin,
	unsent,
	texts,
	sentBy,
	freeze,
	refuseTaking,
	context,
} from "./unsent.ts";

test("two tabs show the same unsent messages, and one of them sends", async ({ visit, world }) => {
	const one = await visit({ expected: lost });
	await begin(one);
	const two = await Visitor.arrive(await context(one).newPage(), world);
	await openShared(two);
	await expect(two.message(ANSWER)).toBeVisible();
	world.network.cut();
	await one.say("From the first");
	await expect(unsent(two, "From the first")).toBeVisible();
	await two.say("From the second");
	await expect(unsent(one, "From the second")).toBeVisible();
	const sent = [sentBy(one.page), sentBy(two.page)];
	world.network.restore();

	for (const tab of [one, two]) {
		await expect(tab.message("From the second")).toHaveCount(1, soon);
		expect(await texts(tab)).toEqual([QUESTION, "From the first", "From the second"]);
		await expect(tab.chat.locator("[data-state]")).toHaveCount(0);
	}
	expect(sent.map((ids) => ids.length).toSorted()).toEqual([0, 2]);
	await one.say("Both of us");
	await expect(two.message("Both of us")).toHaveCount(1);
	await expect(one.chat.locator("[data-state]")).toHaveCount(0);
});

test("two tabs that wait for their first session together are one visitor", async ({ newPage, world }) => {
	const page = await newPage({ expected: lost });
	let asked = 0;
	let letGo = () => {};
	const both = new Promise<void>((resolve) => (letGo = resolve));
	await page.context().route(/\/api\/widget\/session$/, async (route) => {
		if (++asked === 2) letGo();
		await both;
		await route.continue();
	});
	const one = await Visitor.arrive(page, world);
	const two = await Visitor.arrive(await page.context().newPage(), world);
	await one.open();
	await two.open();
	await one.say(QUESTION);
	await expect(one.message(ANSWER)).toBeVisible(soon);
	await two.say("And to Greenland?");
	for (const tab of [one, two]) await expect(tab.message("And to Greenland?")).toHaveCount(1, soon);
	for (const tab of [one, two]) {
		await tab.page.reload();
		await tab.open();
		await expect(tab.message(QUESTION)).toHaveCount(1);
		await expect(tab.chat.locator("[data-state]")).toHaveCount(0);
	}
});

test("an unsent message can be deleted and tried again in the other tab", async ({ visit, world }) => {
	const one = await visit({ expected: lost });
	await begin(one);
	const two = await Visitor.arrive(await context(one).newPage(), world);
	await openShared(two);
	world.network.cut();
	await one.say("Not this one");
	await one.say("But this one");
	await unsent(two, "Not this one").getByRole("button", { name: "Delete" }).click();
	await expect(unsent(one, "Not this one")).toHaveCount(0);
	await one.page.close();
	await unsent(two, "But this one").getByRole("button", { name: "Try again" }).click();
	await expect(unsent(two, "But this one")).toBeVisible();
	world.network.restore();
	await expect(two.message("But this one")).toHaveCount(1, soon);
	await two.page.reload();
	await openShared(two);
	await expect(two.message("But this one")).toHaveCount(1);
	expect(await texts(two)).toEqual([QUESTION, "But this one"]);
});

test("a message that was refused says why in both tabs, and is stored once when the other tab tries again", async ({
	visit,
	world,
}) => {
	const one = await visit();
	const relent = await refuseTaking(context(one));
	await one.page.reload();
	await begin(one);
	const two = await Visitor.arrive(await context(one).newPage(), world);
	await openShared(two);
	await expect(two.message(ANSWER)).toBeVisible();
	await one.say("Take this");
	for (const tab of [one, two]) await expect(unsent(tab, "Take this")).toContainText("not possible just now");
	relent();
	await unsent(two, "Take this").getByRole("button", { name: "Try again" }).click();
	for (const tab of [one, two]) {
		await expect(tab.message("Take this")).toHaveCount(1);
		await expect(tab.chat.locator("[data-state]")).toHaveCount(0);
	}
});

test("a page that was frozen while sending continues when it wakes, and meanwhile another tab sends", async ({
	visit,
	world,
}) => {
	const one = await visit({ expected: lost });
	await begin(one);
	world.network.cut();
	await one.say("Before I fell asleep");
	await expect(unsent(one, "Before I fell asleep")).toBeVisible();
	const wake = await freeze(one.page);
	world.network.restore();

	const two = await Visitor.arrive(await context(one).newPage(), world);
	await openShared(two);
	await expect(two.message("Before I fell asleep")).toHaveCount(1, soon);
	await wake();
	for (const tab of [one, two]) {
		await expect(tab.message("Before I fell asleep")).toHaveCount(1, soon);
		await expect(tab.chat.locator("[data-state]")).toHaveCount(0);
		expect(await texts(tab)).toEqual([QUESTION, "Before I fell asleep"]);
	}
});
