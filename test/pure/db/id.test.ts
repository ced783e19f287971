/** The server's ids. */
import { expect, test } from "vitest";
import * as v from "valibot";
import { newId } from "../../../src/db/id.ts";
import { ListQuery } from "../../../src/protocol/knowledge/articles.ts";

test("an id begins with its kind, and is valid in a URL and a file name", () => {
	const ids = Array.from({ length: 500 }, () => newId("art"));
	for (const id of ids) expect(id).toMatch(/^art_[\w-]{22}$/);
	expect(new Set(ids).size).toBe(ids.length);
});

test("a list's cursor may contain any id", () => {
	for (let n = 0; n < 500; n++) {
		const cursor = `1795340000000.${newId("qst")}`;
		expect(v.parse(ListQuery, { kind: "questions", cursor }).cursor).toBe(cursor);
	}
});
