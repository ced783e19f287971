/** Where a thread leads once it is closed. The choices themselves are in a menu, which a browser test opens. */
import { expect, test } from "vitest";
import { pageAfterClosing } from "../../dashboard/thread/after-closing.ts";

test.each([
	["a", "/conversations", "/conversations/b"],
	["b", "/conversations?status=all", "/conversations/c?status=all"],
	// After the last one comes the one before it.
	["c", "/conversations", "/conversations/b"],
	// One that isn't in the list has no next.
	["z", "/conversations?status=open", "/conversations?status=open"],
])("after %s of %s: %s", (id, back, page) => {
	expect(pageAfterClosing(id, back, ["a", "b", "c"])).toBe(page);
});

test("after the only one, the list", () => {
	expect(pageAfterClosing("a", "/conversations", ["a"])).toBe("/conversations");
});
