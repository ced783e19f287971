/** Exported types have unique names in `src` and `client`. The test reads the source files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** The exported types, interfaces and classes by name, with the files that declare them. */
function exportedTypes(): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const folder of ["src", "client"])
		for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
			if (!name.endsWith(".ts") || name.endsWith(".d.ts")) continue;
			const file = join(folder, name).replaceAll("\\", "/");
			const declared = readFileSync(file, "utf8").matchAll(/^export (?:abstract )?(?:type|interface|class) (\w+)/gm);
			for (const [, type = ""] of declared) found.set(type, [...(found.get(type) ?? []), file]);
		}
	return found;
}

test("no exported type stands twice", () => {
	expect([...exportedTypes()].filter(([, files]) => files.length > 1)).toEqual([]);
});

test("the sources are read", () => {
	expect(exportedTypes().get("ListItem")).toEqual(["src/protocol/inbox.ts"]);
});
