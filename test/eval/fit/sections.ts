/**
 * `npm run eval:sections -- DIR…`: fits the choice of a section and the chances of an answer to sets (weights.ts), and prints
 * how they do on articles that were held out. `--write` replaces the files of weights.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { examplesIn, type Example } from "./examples.ts";
import { fitWeights } from "./weights.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { write: { type: "boolean", default: false } },
});

const all: Example[] = [];
for (const folder of positionals) all.push(...(await examplesIn(folder)));
const { sections, chances, report } = fitWeights(all);
process.stderr.write(`${report.join("\n")}\n`);
process.stdout.write(sections + chances);
if (values.write) {
	writeFileSync("src/answer/section/weights.ts", sections);
	writeFileSync("src/answer/chance-weights.ts", chances);
}
