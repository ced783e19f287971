/** Pages that were open while a new release was deployed: the files they name are gone. */
import { expect, test } from "./stage.ts";

test("a shop page from before a deploy still opens the chat", async ({ visit }) => {
	const visitor = await visit({ expected: /404|CORS policy|ERR_FAILED/ });
	let missed = 0;
	await visitor.page.route(/\/widget\/chat-.*\.js/, (route) => {
		missed++;
		return route.fulfill({ status: 404, contentType: "text/plain", body: "There is nothing at this address." });
	});
	await visitor.open();
	await visitor.say("How long do I have to return a bag?");
	await expect(visitor.message(/You have 30 days/)).toBeVisible();
	expect(missed).toBe(1);
});
