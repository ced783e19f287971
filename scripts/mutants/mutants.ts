/**
 * `npm run mutants`: measures whether tests notice faults. It mutates the pure core (core.ts) and plants the listed faults
 * (faults.ts), prints the outcomes, and writes a complete run's result to docs/mutants.md (report.ts). Both parts continue
 * an interrupted run. It isn't part of `npm test`, because it takes many minutes.
 */
import { parseArgs } from "node:util";
import { ENOUGH, mutateCore, score } from "./core.ts";
import { readFaults, type Tried, tryFaults } from "./faults.ts";
import { coreTable, writeCore, writeFaults } from "./report.ts";

const { values } = parseArgs({
	options: {
		"pure-only": { type: "boolean", default: false },
		"faults-only": { type: "boolean", default: false },
		/** Only faults with this id, or whose id begins with it: "contact-". May be given several times. */
		only: { type: "string", multiple: true },
		/** Ignores the stored outcomes of earlier runs. */
		fresh: { type: "boolean", default: false },
		/** The number of faults tried at the same time. More than the number of cores helps only on a machine with other load. */
		lanes: { type: "string", default: "1" },
	},
});
const { fresh, only } = values;
let passed = true;

if (!values["faults-only"] && !only) {
	const files = await mutateCore({ fresh });
	console.log(coreTable(files));
	await writeCore(files);
	passed = score(files) >= ENOUGH;
	console.log(`${score(files).toFixed(1)} % of the core's mutants are killed; ${ENOUGH} % must be.`);
}

if (!values["pure-only"]) {
	const all = await readFaults();
	const faults = all.filter(({ id }) => !only || only.some((start) => id.startsWith(start)));
	const tried = await tryFaults(faults, { fresh, lanes: Number(values.lanes), tell });
	if (!only) await writeFaults(tried);
	const killed = tried.filter(({ result }) => result.outcome === "killed").length;
	console.log(`${killed} of ${tried.length} planted faults are killed; all must be.`);
	passed &&= killed === tried.length && tried.length > 0;
}

process.exit(passed ? 0 : 1);

function tell({ fault, result }: Tried): void {
	const detail = result.outcome === "survived" ? `nobody notices: ${fault.harm}` : result.said;
	console.log(`${result.outcome.padEnd(8)} ${fault.id.padEnd(34)} ${String(result.seconds).padStart(4)} s  ${detail}`);
}
