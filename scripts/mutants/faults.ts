/**
 * Planted faults, for code that needs the Workers runtime: one line each in faults.jsonl. Each fault is planted alone in a
 * scratch copy, and the tests it names must fail. Outcomes are stored, so that an interrupted run can continue; a fault
 * whose files have changed since is run again.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { MUTANTS, type Ran, Scratch } from "./scratch.ts";

const LIST = "scripts/mutants/faults.jsonl";
const KEPT = join(MUTANTS, "faults");

const Fault = v.strictObject({
	id: v.pipe(v.string(), v.regex(/^[a-z]+(?:-[a-z0-9]+)+$/)),
	/** The source file, and the text in it that is replaced, which must occur exactly once. */
	file: v.string(),
	find: v.pipe(v.string(), v.minLength(1)),
	replace: v.string(),
	/** The harm that a user would notice. */
	harm: v.pipe(v.string(), v.minLength(1)),
	/** The test files that must fail. */
	tests: v.pipe(v.array(v.string()), v.minLength(1)),
});
export type Fault = v.InferOutput<typeof Fault>;

const Outcome = v.object({
	/** `broken`: the fault couldn't be planted, or its tests don't run. That is a mistake in the list and not a survivor. */
	outcome: v.picklist(["killed", "survived", "broken"]),
	/** The name of the test that failed, or the reason of `broken`. */
	said: v.string(),
	seconds: v.number(),
});
type Outcome = v.InferOutput<typeof Outcome>;
export type Tried = { fault: Fault; result: Outcome };

const Kept = v.object({ key: v.string(), result: Outcome });

export async function readFaults(): Promise<Fault[]> {
	const lines = (await readFile(LIST, "utf8")).split("\n").filter((line) => line.trim() !== "");
	const faults = lines.map((line, index) => {
		const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Fault), line);
		if (!parsed.success) throw new Error(`${LIST}, line ${index + 1}: ${v.flatten(parsed.issues).root ?? line}`);
		return parsed.output;
	});
	const twice = faults.find(({ id }, index) => faults.findIndex((other) => other.id === id) !== index);
	if (twice) throw new Error(`${LIST} has ${twice.id} twice.`);
	return faults;
}

type How = {
	/** True: ignores the stored outcomes of earlier runs. */
	fresh: boolean;
	/** The number of faults tried at the same time, each in its own scratch copy. */
	lanes: number;
	/** Called with each outcome as it is known. */
	tell: (tried: Tried) => void;
};

/** Tries all faults, `lanes` at a time, in the order of the list. Resolves to the outcomes in that order. */
export async function tryFaults(faults: readonly Fault[], { fresh, lanes, tell }: How): Promise<Tried[]> {
	await mkdir(KEPT, { recursive: true });
	const sound = new Map<string, Promise<Ran>>();
	const results = new Map<Fault, Outcome>();
	const waiting = [...faults];
	const work = async (lane: number) => {
		const scratch = new Scratch(lane);
		await scratch.refresh();
		const sources = await scratch.digest();
		for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
			const path = join(KEPT, `${fault.id}.json`);
			const key = await keyOf(scratch, fault, sources);
			const kept = fresh ? null : await readKept(path, key);
			const result = kept ?? (await tryFault(scratch, fault, sound));
			// A `broken` outcome isn't stored, because a busy machine may be the reason.
			if (!kept && result.outcome !== "broken") await writeFile(path, JSON.stringify({ key, result }));
			results.set(fault, result);
			tell({ fault, result });
		}
	};
	await Promise.all(Array.from({ length: lanes }, (_, lane) => work(lane)));
	return [...results].map(([fault, result]) => ({ fault, result })).toSorted(byPlace(faults));
}

const byPlace =
	(faults: readonly Fault[]) =>
	(a: Tried, b: Tried): number =>
		faults.indexOf(a.fault) - faults.indexOf(b.fault);

async function keyOf(scratch: Scratch, fault: Fault, sources: string): Promise<string> {
	const hash = createHash("sha256").update(sources).update(JSON.stringify(fault));
	for (const test of fault.tests) hash.update(await readFile(scratch.path(test)).catch(() => "missing"));
	return hash.digest("hex");
}

async function readKept(path: string, key: string): Promise<Outcome | null> {
	const text = await readFile(path, "utf8").catch(() => "");
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Kept), text);
	return parsed.success && parsed.output.key === key ? parsed.output.result : null;
}

async function tryFault(scratch: Scratch, fault: Fault, sound: Map<string, Promise<Ran>>): Promise<Outcome> {
	const started = performance.now();
	const result = (outcome: Outcome["outcome"], said: string): Outcome => ({
		outcome,
		said,
		seconds: Math.round((performance.now() - started) / 1_000),
	});
	const path = scratch.path(fault.file);
	const source = await readFile(path, "utf8").catch(() => null);
	if (source === null) return result("broken", `${fault.file} isn't there`);
	const times = source.split(fault.find).length - 1;
	if (times !== 1) return result("broken", `its text is found ${times} times in ${fault.file}`);
	// Tests that fail without the fault prove nothing.
	const files = fault.tests.join(" ");
	const without = await (sound.get(files) ?? sound.set(files, scratch.run(fault.tests)).get(files));
	if (without?.outcome !== "passed")
		return result("broken", `its tests fail without it: ${without?.outcome} ${without?.said}`);
	await writeFile(
		path,
		source.replace(fault.find, () => fault.replace),
	);
	try {
		const ran = await scratch.run(fault.tests);
		// Tests have timeouts of their own, so a hung run means that the machine was too busy.
		if (ran.outcome === "hung") return result("broken", ran.said);
		if (ran.outcome === "unloaded") return result("broken", `the tests don't load with it: ${ran.said}`);
		return ran.outcome === "passed" ? result("survived", "") : result("killed", ran.said);
	} finally {
		await writeFile(path, source);
	}
}
