/**
 * Writes docs/mutants.md, the latest result of `npm run mutants`. Each run replaces the text between a pair of marks. The text
 * outside the marks is written by a person, who gives the reason why each survivor may survive.
 */
import { readFile, writeFile } from "node:fs/promises";
import { type CoreFile, score, type Survivor } from "./core.ts";
import type { Tried } from "./faults.ts";

const PAGE = "docs/mutants.md";

const percent = (files: readonly CoreFile[]): string => `${score(files).toFixed(1)} %`;

export function coreTable(files: readonly CoreFile[]): string {
	const rows = files.map((file) => [file.file, String(file.killed), String(file.survivors.length), percent([file])]);
	const killed = files.reduce((sum, file) => sum + file.killed, 0);
	const survived = files.reduce((sum, file) => sum + file.survivors.length, 0);
	return table(
		["file", "killed", "survived", "share"],
		[...rows, ["all", String(killed), String(survived), percent(files)]],
	);
}

export const writeCore = (files: readonly CoreFile[]): Promise<void> =>
	write(
		"core",
		[
			`Run on ${today()}: **${percent(files)}** of the mutants are killed.`,
			coreTable(files),
			"What survived:",
			...files.filter(({ survivors }) => survivors.length > 0).map(survivorsOf),
		].join("\n\n"),
	);

const survivorsOf = ({ file, survivors }: CoreFile): string =>
	`\`${file}\`\n\n${survivors.map((one) => `- ${survivorText(one)}`).join("\n")}`;

const survivorText = ({ line, mutator, was, became, status }: Survivor): string =>
	`line ${line}, ${mutator}: ${code(was)} → ${became === "" ? "nothing" : code(became)}${status === "NoCoverage" ? " (no test comes by)" : ""}`;

const code = (text: string): string => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);

export function writeFaults(tried: readonly Tried[]): Promise<void> {
	const killed = tried.filter(({ result }) => result.outcome === "killed").length;
	const rows = tried.map(({ fault, result }) => [fault.id, fault.harm, result.outcome]);
	return write(
		"faults",
		[
			`Run on ${today()}: **${killed} of ${tried.length}** planted faults are killed.`,
			table(["fault", "what somebody would notice", "outcome"], rows),
		].join("\n\n"),
	);
}

const today = (): string => new Date().toISOString().slice(0, 10);

function table(head: string[], rows: string[][]): string {
	const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
	const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
	const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
	const [first = [], ...rest] = all;
	return [line(first), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rest.map(line)].join("\n");
}

/** Replaces the part of the page between a pair of marks. */
async function write(part: string, text: string): Promise<void> {
	const page = await readFile(PAGE, "utf8");
	const [begin, end] = [`<!-- ${part}: written by npm run mutants -->`, `<!-- ${part}: end -->`];
	const [from, to] = [page.indexOf(begin), page.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`${PAGE} has no place for "${part}".`);
	await writeFile(PAGE, `${page.slice(0, from)}${begin}\n\n${text}\n\n${page.slice(to)}`);
}
