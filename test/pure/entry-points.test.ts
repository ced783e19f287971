/** Every Worker that runs the product's objects has all of them: one that lacks a class doesn't start, here or in a storm. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (file: string): string => readFileSync(file, "utf8");
const classes = [...read("wrangler.toml").matchAll(/class_name = "(\w+)"/g)].map(([, name = ""]) => name);

test.each(["src/index.ts", "scripts/local/worker.ts", "test/chaos/worker/entry.ts", "test/bench/worker/entry.ts"])(
	"%s exports every Durable Object of wrangler.toml",
	(file) => {
		const code = read(file);
		const listed = [...code.matchAll(/export \{([^}]*)\}/g)].flatMap(([, names = ""]) => names.match(/\w+/g) ?? []);
		const declared = [...code.matchAll(/export class (\w+)/g)].map(([, name = ""]) => name);
		expect(classes.length).toBeGreaterThan(5);
		expect([...listed, ...declared]).toEqual(expect.arrayContaining(classes));
	},
);
