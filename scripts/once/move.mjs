// Moves files and rewrites every relative import and every repo-relative path in quotes. Usage: node move.mjs moves.json… (in the repository's root)
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
const table = Object.assign({}, ...process.argv.slice(2).map((f) => JSON.parse(readFileSync(f, "utf8"))));
const tracked = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8", maxBuffer: 1e9 })
	.split("\n")
	.filter((f) => f && existsSync(f));
const moves = new Map();
for (const [from, to] of Object.entries(table)) {
	if (from.endsWith("/*")) {
		const dir = from.slice(0, -1);
		for (const f of tracked) if (f.startsWith(dir) && !table[f]) moves.set(f, to + f.slice(dir.length));
	} else if (tracked.includes(from)) moves.set(from, to);
}
for (const [from, to] of moves)
	if (existsSync(to) && !moves.has(to)) throw new Error(`${to} exists already (from ${from})`);
const fwd = (p) => p.replaceAll("\\", "/");
const newOf = (p) => moves.get(p) ?? p;
const code = /\.(tsx?|mjs|js|css|html)$/;
// 1. rewrite relative specifiers
for (const file of tracked) {
	if (!code.test(file) || file.startsWith("dist/")) continue;
	const text = readFileSync(file, "utf8");
	const here = dirname(file),
		there = dirname(newOf(file));
	const rewrite = (spec) => {
		const [path, query = ""] = spec.split(/(?=[?#])/);
		if (!/^\.\.?\//.test(path)) return spec;
		const target = fwd(normalize(join(here, path)));
		const known = moves.has(target) || existsSync(target);
		if (!known) return spec;
		if (here === there && !moves.has(target)) return spec;
		let rel = fwd(relative(there, newOf(target)));
		if (!rel.startsWith(".")) rel = "./" + rel;
		if (path.endsWith("/") && !rel.endsWith("/")) rel += "/";
		return rel + query;
	};
	const next = text
		.replace(
			/(\bfrom\s*|\bimport\s*\(?\s*|\bvi\.mock\(\s*|@import\s+|new URL\(\s*)"(\.\.?\/[^"\n]+)"/g,
			(_, pre, spec) => `${pre}"${rewrite(spec)}"`,
		)
		.replace(/(\bimport\(\s*)'(\.\.?\/[^'\n]+)'/g, (_, pre, spec) => `${pre}'${rewrite(spec)}'`);
	if (next !== text) writeFileSync(file, next);
}
// 2. move
for (const [from, to] of moves) {
	mkdirSync(dirname(to), { recursive: true });
	renameSync(from, to);
}
// 3. repo-relative paths in quotes, backticks, parentheses and prose
const after = tracked
	.map(newOf)
	.filter(
		(f) =>
			/\.(tsx?|mjs|json|jsonl|md|toml|yml|snap)$/.test(f) &&
			!f.includes("package-lock") &&
			!f.endsWith("messages.jsonl") &&
			!f.startsWith("test/eval/set") &&
			!f.startsWith("scripts/once/"),
	);
const pairs = [...moves].sort((a, b) => b[0].length - a[0].length);
for (const file of after) {
	let text = readFileSync(file, "utf8");
	const before = text;
	for (const [from, to] of pairs)
		if (text.includes(from))
			text = text.replaceAll(
				new RegExp(`(?<![\\w./-])${from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w])`, "g"),
				to,
			);
	if (text !== before) writeFileSync(file, text);
}
console.log(moves.size, "moved");
