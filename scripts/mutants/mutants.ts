/**
 * `npm run mutants`: would a test notice, if this were wrong? Mutates the pure core (core.ts) and plants the faults of the
 * list (faults.ts), prints what became of each, and writes a complete run's result to docs/mutants.md (report.ts). Both go
 * on where an interrupted run stopped. No part of `npm test`: it takes many minutes.
 */
import { parseArgs } from "node:util";
import { ENOUGH, mutateCore, score } from "./core.ts";
import { readFaults, type Tried, tryFaults } from "./faults.ts";
import { coreTable, writeCore, writeFaults } from "./report.ts";

const { values } = parseArgs({
	options: {
		"pure-only": { type: "boolean", default: false },
		"faults-only": { type: "boolean", default: false },
		/** The id of a fault, or its beginning: "contact-". More than once for several. */
		only: { type: "string", multiple: true },
		/** Disregards what earlier runs found. */
		fresh: { type: "boolean", default: false },
		/** Faults tried at a time. More than the machine has cores helps only where others use them, too. */
		lanes: { type: "string", default: "1" },
	},
});
const { fresh, only } = values;
let held = true;

if (!values["faults-only"] && !only) {
	const files = await mutateCore({ fresh });
	console.log(coreTable(files));
	await writeCore(files);
	held = score(files) >= ENOUGH;
	console.log(`${score(files).toFixed(1)} % of the core's mutants are killed; ${ENOUGH} % must be.`);
}

if (!values["pure-only"]) {
	const all = await readFaults();
	const faults = all.filter(({ id }) => !only || only.some((start) => id.startsWith(start)));
	const tried = await tryFaults(faults, { fresh, lanes: Number(values.lanes), tell });
	if (!only) await writeFaults(tried);
	const killed = tried.filter(({ result }) => result.outcome === "killed").length;
	console.log(`${killed} of ${tried.length} planted faults are killed; all must be.`);
	held &&= killed === tried.length && tried.length > 0;
}

process.exit(held ? 0 : 1);

function tell({ fault, result }: Tried): void {
	const said = result.outcome === "survived" ? `nobody notices: ${fault.harm}` : result.said;
	console.log(`${result.outcome.padEnd(8)} ${fault.id.padEnd(34)} ${String(result.seconds).padStart(4)} s  ${said}`);
}
