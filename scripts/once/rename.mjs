// Renames symbols by the type checker's references. Usage: node rename.mjs renames.json (in the repository's root; needs ts-morph)
import { Project, Node } from "ts-morph";
import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
const list = JSON.parse(readFileSync(process.argv[2], "utf8"));
const project = new Project({
	compilerOptions: {
		target: 11,
		module: 99,
		moduleResolution: 100,
		strict: true,
		allowImportingTsExtensions: true,
		noEmit: true,
		skipLibCheck: true,
		jsx: 4,
		jsxImportSource: "preact",
		lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
		types: [],
	},
});
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8" })
	.split("\n")
	.filter((f) => /\.tsx?$/.test(f) && !/word-vectors\.ts$|weights\.ts$/.test(f));
project.addSourceFilesAtPaths(files);
let failed = 0;
// ["file", "Variable::property", "next"]: every property of that name in the variable's initializer.
const properties = (source, name, property) =>
	source
		.getVariableDeclarations()
		.filter((d) => d.getName() === name)
		.flatMap((d) =>
			d
				.getDescendants()
				.filter(
					(n) => (Node.isPropertyAssignment(n) || Node.isShorthandPropertyAssignment(n)) && n.getName() === property,
				),
		);
for (const [file, path, next] of list) {
	const source = project.getSourceFile(file);
	if (!source) {
		console.log("no file", file);
		failed++;
		continue;
	}
	if (path.includes("::")) {
		const [variable, property] = path.split("::");
		const nodes = properties(source, variable, property);
		if (nodes.length === 0) {
			console.log("no property", file, path);
			failed++;
		}
		// A rename forgets the nodes, so one is looked up at a time.
		for (let i = 0; i < nodes.length; i++) {
			const [node] = properties(source, variable, property);
			if (!node) break;
			try {
				node.getNameNode().rename(next, { usePrefixAndSuffixText: true });
			} catch (e) {
				console.log("failed", file, path, e.message.slice(0, 200));
				failed++;
			}
		}
		continue;
	}
	const [name, member] = path.split(".");
	const found = [];
	for (const st of source.getStatements()) {
		if (Node.isVariableStatement(st)) for (const d of st.getDeclarations()) if (d.getName() === name) found.push(d);
		if (
			(Node.isFunctionDeclaration(st) ||
				Node.isClassDeclaration(st) ||
				Node.isTypeAliasDeclaration(st) ||
				Node.isInterfaceDeclaration(st)) &&
			st.getName() === name
		)
			found.push(st);
	}
	if (found.length === 0) {
		console.log("not found", file, path);
		failed++;
		continue;
	}
	for (const d of found) {
		let target = d;
		if (member) {
			target = Node.isClassDeclaration(d) ? (d.getMethod(member) ?? d.getProperty(member)) : undefined;
			if (!target) {
				console.log("no member", file, path);
				failed++;
				continue;
			}
		}
		try {
			target.rename(next, { renameInComments: false, renameInStrings: false, usePrefixAndSuffixText: false });
		} catch (e) {
			console.log("failed", file, path, e.message.slice(0, 200));
			failed++;
		}
	}
}
project.saveSync();
console.log(list.length, "renames,", failed, "problems");
