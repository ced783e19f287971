/** A conversation's address with a message opens it at that message, from where one reads on both ways. */
import * as v from "valibot";
import { violations } from "./axe.ts";
import type { Dashboard } from "./dashboard.ts";
import { expect, test } from "./stage.ts";

const PHONE = { viewport: { width: 390, height: 844 } };
const COUNT = 170;

const Acks = v.object({ frames: v.tuple([v.object({ type: v.literal("ack"), seq: v.number() })]) });
const Flood = v.object({ frames: v.tuple([v.object({ type: v.literal("refused"), reason: v.literal("flood") })]) });

/** Sends a reply, again as long as there are too many at once. Returns its seq. */
async function reply(dashboard: Dashboard, id: string, number: number): Promise<number> {
	const { page } = dashboard;
	const { origin } = new URL(page.url());
	const answer = await page.request.post(`${origin}/api/conversations/${id}/frames`, {
		headers: { Origin: origin },
		data: { type: "send", id: `history-${number}`, text: `Number ${number}.` },
	});
	const said: unknown = await answer.json();
	if (!v.is(Flood, said)) return v.parse(Acks, said).frames[0].seq;
	await page.waitForTimeout(1_000);
	return reply(dashboard, id, number);
}

/** Half of the messages each: one member may not send as many at once. Returns their seqs by their numbers. */
async function fill(dashboards: readonly Dashboard[], id: string, count = COUNT): Promise<number[]> {
	const each = Math.ceil(count / dashboards.length);
	const seqs = [0];
	for (const [index, dashboard] of dashboards.entries())
		for (let number = index * each + 1; number <= Math.min(count, (index + 1) * each); number++)
			seqs.push(await reply(dashboard, id, number));
	return seqs;
}

test("a message far up is opened, marked and read on from, in both directions", async ({ visit, dashboard }) => {
	test.slow();
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco");
	const seqs = await fill([marco, await dashboard("ines")], id);
	const { page, messages } = marco;
	await page.emulateMedia({ reducedMotion: "reduce" });
	const text = (number: number) => messages.getByText(`Number ${number}.`, { exact: true });
	const line = (number: number) => text(number).locator("xpath=ancestor::article");
	const lines = messages.getByText(/^Number \d+\.$/);
	const numbers = async () => (await lines.allTextContents()).map((each) => Number(/\d+/.exec(each)?.[0]));

	const box = messages;
	await marco.openThread(id);
	await expect(text(COUNT)).toBeInViewport();
	const at = (number: number) => `/conversations/${id}?status=all&at=${seqs[number]}`;

	await marco.go(at(60));
	await expect(text(60)).toBeInViewport();
	await expect(line(60)).toHaveAttribute("data-found", "");
	await expect(line(60)).toBeFocused();
	await page.screenshot({ path: "test-results/at-message.png" });
	expect.soft(await violations(page)).toEqual([]);
	await expect(text(COUNT)).toHaveCount(0);
	await expect(messages.locator("[data-found]")).toHaveCount(0);

	// Up: what is on the screen stays where it is.
	const topOf = async (number: number) => (await text(number).boundingBox())?.y ?? NaN;
	const first = (await numbers())[0] ?? NaN;
	await box.hover();
	await box.evaluate((element) => (element.scrollTop = 300));
	const before = await topOf(first);
	await expect(text(first - 1)).toBeAttached();
	expect(Math.abs((await topOf(first)) - before)).toBeLessThan(2);

	// Down to the end, and none is missing.
	await expect(async () => {
		await box.evaluate((element) => (element.scrollTop = element.scrollHeight));
		expect(await text(COUNT).count()).toBe(1);
	}).toPass();
	const all = await numbers();
	expect(all).toEqual(Array.from({ length: all.length }, (_, index) => COUNT - all.length + 1 + index));
	expect(all[0]).toBeLessThan(60);
	await expect(page.getByRole("button", { name: "Latest messages" })).toHaveCount(0);

	// Another message, and from there to the latest ones at once, or by writing.
	await marco.go(at(40));
	await expect(text(40)).toBeInViewport();
	await page.getByRole("button", { name: "Latest messages" }).click();
	await expect(text(COUNT)).toBeInViewport();
	await expect(page).toHaveURL(new RegExp(`${id}\\?status=all$`));
	await marco.go(at(40));
	await expect(text(40)).toBeInViewport();
	await marco.answer("Here I am.");
	await expect(messages.getByText("Here I am.")).toBeInViewport();
});

test("a phone opens at the message too, and one that isn't there is the latest", async ({ visit, dashboard }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", PHONE);
	const seqs = await fill([marco], id, 70);
	const text = (number: number) => marco.messages.getByText(`Number ${number}.`, { exact: true });
	await marco.go(`/conversations/${id}?at=${seqs[12]}`);
	await expect(marco.messages.locator("[data-found]")).toContainText("Number 12.");
	await expect(text(12)).toBeInViewport();
	await marco.page.screenshot({ path: "test-results/at-message-phone.png" });
	for (const at of ["99999", "0", "seven"]) {
		await marco.go(`/conversations/${id}?at=${at}`);
		await expect(text(70)).toBeInViewport();
	}
});
