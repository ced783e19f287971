/** The stored form of a conversation's effects. */
import { expect, test } from "vitest";
import { readEffect } from "../../../src/conversation/outgoing/deliveries.ts";

test("an effect of a later release reads as null", () => {
	expect(readEffect('{"type":"forget","at":5}')).toEqual({ type: "forget", at: 5 });
	expect(readEffect('{"type":"telegram","at":5}')).toBe(null);
});
