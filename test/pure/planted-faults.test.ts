/** The planted faults (scripts/mutants/faults.jsonl) still fit: code that moves must take its faults along, or they test nothing. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readFaults } from "../../scripts/mutants/faults.ts";

test("each names a line that is there once, and tests that are there", async () => {
	const faults = await readFaults();
	expect(faults.length).toBeGreaterThanOrEqual(40);
	const loose = faults.flatMap(({ id, file, find, tests }) => {
		const times = existsSync(file) ? readFileSync(file, "utf8").split(find).length - 1 : 0;
		const missing = tests.filter((path) => !existsSync(path));
		return times === 1 && missing.length === 0 ? [] : [`${id}: ${times} places, missing ${missing.join(" ")}`];
	});
	expect(loose).toEqual([]);
});
