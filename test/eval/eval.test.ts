/** The command `npm run eval`: its messages for folders without a usable set. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let folder = "";
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "parley-eval-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
	new Promise<{ code: number | string; stdout: string; stderr: string }>((resolve) => {
		execFile(process.execPath, ["test/eval/eval.ts", ...args], (error, stdout, stderr) =>
			resolve({ code: error?.code ?? 0, stdout, stderr }),
		);
	});

/** Creates a folder with one file. */
async function holding(name: string, text: string): Promise<string> {
	const made = await mkdtemp(join(folder, "set-"));
	await writeFile(join(made, name), text);
	return made;
}

describe("the eval ends with one sentence and no figures", () => {
	test("where there is no such folder", async () => {
		const nowhere = join(folder, "nowhere");
		expect(await run(nowhere)).toEqual({
			code: 1,
			stdout: "",
			stderr: `There is no folder ${nowhere}: give the path of one that holds sets.\n`,
		});
	});

	test("where a file is given", async () => {
		const file = join(await holding("faq.jsonl", ""), "faq.jsonl");
		expect(await run(file, "--json")).toEqual({
			code: 1,
			stdout: "",
			stderr: `${file} is a file: give the path of the folder that holds the sets.\n`,
		});
	});

	test.each([
		['{"text":"I want a person","human":true', "it isn't JSON"],
		['{"text":"I want a person"}', '"human" is missing'],
		['{"text":"I want a person","human":"yes"}', '"human" has to be boolean'],
		["[]", '"text" is missing'],
	])("where a line is broken: %s", async (line, why) => {
		const set = await holding("human-request.jsonl", `{"text":"Hi","human":false}\n\n${line}\n`);
		const { code, stdout, stderr } = await run(set);
		expect([code, stdout]).toEqual([1, ""]);
		expect(stderr).toContain(`${join(set, "human-request.jsonl")}, line 3: ${why}`);
		expect(stderr).toMatch(/Correct this line or take it out\.\n$/);
		expect(stderr.split("\n")).toHaveLength(2);
	});

	test("where an option is unknown", async () => {
		const { code, stdout, stderr } = await run("--jsn");
		expect([code, stdout]).toEqual([1, ""]);
		expect(stderr).toContain("--jsn");
		expect(stderr).not.toMatch(/^\s+at /m);
	});
});

test("missing files are skipped, and their measures are null and a dash", async () => {
	const set = await holding("readme.txt", "Nothing is asked here.");
	const { code, stdout, stderr } = await run(set, "--json");
	expect([code, stderr]).toEqual([0, ""]);
	expect(stdout).toMatch(/^Milliseconds an answer, p50 · p95 +–$/m);
	const figures: unknown = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
	expect(figures).toEqual({ articles: {}, answerMs: { p50: null, p95: null } });
});

test("a set without questions has measures of its own, all null", async () => {
	const set = await holding("faq.jsonl", '{"id":"a","title":"Do you ship?","phrasings":[],"answer":"Yes."}');
	await writeFile(join(set, "faq-queries.jsonl"), "");
	const { stdout } = await run(set, "--json");
	expect(stdout).toMatch(/^FAQ: right entry first +– +–$/m);
	const figures: unknown = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
	expect(figures).toMatchObject({
		faq: { hit1: null, hit3: null, rocArea: null, offTopicAnswered: null, ece: null },
		answerMs: { p50: null, p95: null },
	});
});
