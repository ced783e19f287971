/** The client's log: entries in order, each once, and never more than its limit. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LOG_LIMIT, merge, trim } from "../../client/log.ts";
import type { Entry } from "../../src/protocol/conversation/entry.ts";
import { message } from "./thread-stage.ts";

test("merged entries are in order and each is there once, however they came", () => {
	const entries = fc.uniqueArray(fc.integer({ min: 1, max: 60 })).map((all) => all.map((seq): Entry => message(seq)));
	fc.assert(
		fc.property(fc.array(entries), (batches) => {
			const log = batches.reduce<Entry[]>((have, batch) => merge(have, batch), []);
			const expected = [...new Set(batches.flat().map((entry) => entry.seq))].sort((a, b) => a - b);
			expect(log.map((entry) => entry.seq)).toEqual(expected);
		}),
	);
});

test("a log past its limit keeps the newest entries", () => {
	const log = Array.from({ length: LOG_LIMIT + 1 }, (_, index) => message(index + 1));
	expect(trim(log.slice(1))).toBeNull();
	expect(trim(log)?.at(-1)?.seq).toBe(LOG_LIMIT + 1);
});
