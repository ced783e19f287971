/** Who may import whom: the one dependency rule of the house, read off the sources themselves. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** What stands under every domain. */
const foundations = ["protocol", "db", "durable", "http", "auth", "language"];

/** What only mounts: the routes of every domain, and the Worker's entry. */
const mounts = ["api.ts", "index.ts"];

/** The files a domain is entered by. Everything else in its folder is its own affair. */
const entries: Record<string, string[]> = {
	answer: ["answer.ts", "brief.ts", "encoders.ts", "person.ts", "unhelped.ts", "writers.ts"],
	contact: ["blocks.ts", "contacts.ts", "routes.ts"],
	conversation: ["address.ts", "conversation.ts", "routes.ts", "stub.ts", "visitor-routes.ts"],
	inbox: ["inbox.ts", "routes.ts", "stub.ts"],
	knowledge: ["embedder.ts", "knowledge.ts", "passage.ts", "reorder.ts", "routes.ts", "stub.ts"],
	workspace: ["hours.ts", "members.ts", "routes.ts", "settings.ts"],
};

type Import = { file: string; target: string; typeOnly: boolean };

/** Every import and re-export in a folder. Our own files by their path from the root, packages by their name. */
function importsOf(folder: string): Import[] {
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
		.map((name) => join(folder, name).replaceAll("\\", "/"))
		.filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"));
	return files.flatMap((file) => {
		const source = readFileSync(file, "utf8");
		const named = source.matchAll(/^\s*(?:import|export)\s+(type\s)?[^"';]*?\bfrom\s*"([^"]+)"/gm);
		const bare = source.matchAll(/^\s*import\s*()"([^"]+)"/gm);
		const dynamic = source.matchAll(/\bimport\(\s*()"([^"]+)"\s*\)/g);
		return [...named, ...bare, ...dynamic].map(([, type, name = ""]) => ({
			file,
			target: name.startsWith(".") ? normalize(join(dirname(file), name)).replaceAll("\\", "/") : name,
			typeOnly: Boolean(type),
		}));
	});
}

const say = ({ file, target }: Import) => `${file} imports ${target}`;
const within = (target: string, ...folders: string[]) => folders.some((folder) => target.startsWith(`${folder}/`));

describe("the dependency rule", () => {
	test("protocol imports nothing of ours, and no package but the schema library", () => {
		const wrong = importsOf("src/protocol").filter(
			({ target }) => target !== "valibot" && !within(target, "src/protocol"),
		);
		expect(wrong.map(say)).toEqual([]);
	});

	test("domains meet at their named entry files only", () => {
		const wrong = importsOf("src").filter(({ file, target }) => {
			const [, from] = file.split("/");
			const [top, to = "", name = ""] = target.split("/");
			if (top !== "src") return within(target, "widget", "dashboard", "scripts", "test");
			if (from === to || mounts.includes(from ?? "") || foundations.includes(to)) return false;
			return !entries[to]?.includes(name);
		});
		expect(wrong.map(say)).toEqual([]);
	});

	test("no domain imports what only mounts", () => {
		const wrong = importsOf("src").filter(
			({ file, target }) => mounts.some((name) => target === `src/${name}`) && file !== "src/index.ts",
		);
		expect(wrong.map(say)).toEqual([]);
	});

	test.each(["widget", "dashboard"])("%s imports the protocol, types, and the table of roles", (part) => {
		const wrong = importsOf(part).filter(
			({ target, typeOnly }) =>
				!typeOnly &&
				within(target, "src", "widget", "dashboard", "scripts", "test") &&
				!within(target, part, "src/protocol") &&
				target !== "src/auth/roles.ts",
		);
		expect(wrong.map(say)).toEqual([]);
	});

	test("every entry file that is named here exists", () => {
		const missing = Object.entries(entries).flatMap(([domain, names]) => {
			const present = readdirSync(`src/${domain}`);
			return names.filter((name) => !present.includes(name)).map((name) => `src/${domain}/${name}`);
		});
		expect(missing).toEqual([]);
	});

	test("reads imports of every form", () => {
		expect(importsOf("src/auth").length).toBeGreaterThan(5);
		expect(importsOf("src").some(({ typeOnly }) => typeOnly)).toBe(true);
	});
});
