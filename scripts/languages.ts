/**
 * `npm run languages`: prints the missing parts of each language pack, with the reason given in the pack, and the languages
 * that have too little data for a pack. It only reads the packs.
 */
import { isNone } from "../src/language/pack.ts";
import { packs } from "../src/language/packs.ts";
import { withoutPacks } from "../src/language/text/without-packs.ts";

type Missing = { part: string; why: string };

function missingIn(part: unknown, name: string): Missing[] {
	if (isNone(part)) return [{ part: name, why: part.none }];
	if (typeof part !== "object" || part === null || part instanceof RegExp || Array.isArray(part)) return [];
	return Object.entries(part).flatMap(([key, inner]) => missingIn(inner, name === "" ? key : `${name}.${key}`));
}

for (const [code, pack] of Object.entries(packs)) {
	const missing = missingIn(pack, "");
	process.stdout.write(`${pack.name} (${code}): ${missing.length} parts missing\n`);
	for (const { part, why } of missing) process.stdout.write(`  ${part}: ${why}\n`);
}
for (const { name } of withoutPacks)
	process.stdout.write(`${name}: no pack, for search words are missing; openings and pointers are known\n`);
