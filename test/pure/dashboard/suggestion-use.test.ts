/** Whether a suggested reply was used, edited or dropped, by comparison with the text that was sent. */
import { describe, expect, test } from "vitest";
import { suggestionUseOf } from "../../../dashboard/thread/reply/suggestion-use.ts";

const SUGGESTED =
	"You have 30 days to return a bag. Put it into the box it came in, print the label from your account, and drop it at any post office.";

describe("a suggestion", () => {
	test.each([
		["used", SUGGESTED],
		["used", ` ${SUGGESTED}\n`],
		["edited", `Hi Ana, ${SUGGESTED} Let me know how it goes.`],
		["edited", "You have 30 days to return a bag."],
		["dropped", ""],
		["dropped", "I have looked into your order and refunded it just now."],
		["dropped", "Yes."],
	])("is %s when this is sent: %s", (use, sent) => {
		expect(suggestionUseOf([SUGGESTED], sent)).toBe(use);
	});

	test("is edited when what is sent was translated from it", () => {
		const translated = "Sie können eine Tasche innerhalb von 30 Tagen zurückgeben.";
		expect(suggestionUseOf([SUGGESTED, translated], `Guten Tag. ${translated}`)).toBe("edited");
		expect(suggestionUseOf(["返品は30日以内に可能です。"], "返品は30日以内に可能です。よろしくお願いします。")).toBe(
			"edited",
		);
	});
});
