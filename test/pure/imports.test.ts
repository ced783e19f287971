/** The dependency rule between domains, and limits of folders' sizes. The tests read the source files. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

/** The domains in their order. Each may import those before it, by their entry files, and none after it. */
const order = [
	"protocol",
	"language",
	"db",
	"http",
	"durable",
	"mail",
	"auth",
	"workspace",
	"canned",
	"tag",
	"notification",
	"model",
	"file",
	"inbox",
	"contact",
	"knowledge",
	"answer",
	"conversation",
	"bulk",
	"outbox",
];

/** The folders below all domains, of which every file may be imported. */
const foundations = ["protocol", "language", "db", "http", "durable"];

/** The entry files of each domain, which other domains may import. Routes may import any file. */
const entries: Record<string, string[]> = {
	mail: [
		"configuration.ts",
		"effects.ts",
		"inbound/inbound.ts",
		"inbound/read.ts",
		"inbound/refused.ts",
		"inbound/reply-text.ts",
		"inbound/test-answer.ts",
		"mail.ts",
		"promise.ts",
		"sender.ts",
		"team-letter.ts",
		"template.ts",
	],
	auth: [
		"account/mails.ts",
		"actor.ts",
		"grants.ts",
		"keys.ts",
		"password.ts",
		"principal.ts",
		"roles.ts",
		"sign-in/common-password.ts",
	],
	workspace: ["hours.ts", "members.ts", "settings.ts", "team/deliveries.ts", "team/effects.ts", "team/mail.ts"],
	tag: ["store.ts"],
	model: [
		"call-budget.ts",
		"catalogue.ts",
		"circuit-breaker.ts",
		"completions.ts",
		"embedder.ts",
		"encoders.ts",
		"env.ts",
		"failures.ts",
	],
	canned: [],
	notification: [],
	file: ["keys.ts", "receive.ts"],
	inbox: [],
	contact: ["actions.ts", "blocks.ts", "contacts.ts", "deliveries.ts", "effects.ts", "revocations.ts"],
	knowledge: ["article/passage.ts", "article/section.ts", "search/log-odds.ts", "search/rerank.ts"],
	answer: [
		"answer.ts",
		"handoff-summary.ts",
		"intent/complaint.ts",
		"intent/human-request/detect.ts",
		"visitor-language.ts",
		"write/chain.ts",
		"write/metered.ts",
	],
	conversation: [],
	bulk: [],
	outbox: [],
};

/** The largest number of files in a folder that is still easy to find one's way in. Language packs, one file each, don't count. */
const MAX_FILES = 14;

type Import = { file: string; target: string; typeOnly: boolean };

const filesIn = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, encoding: "utf8" })
		.map((name) => join(folder, name).replaceAll("\\", "/"))
		.filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"));

/** Every import and re-export in a folder: our own files by their path from the root, packages by their name. */
function importsOf(folder: string): Import[] {
	return filesIn(folder).flatMap((file) => {
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
const ours = ["src", "client", "widget", "dashboard", "scripts", "test"];

/** The domain of a file in `src`; null for the Worker's entry and the file that mounts all routes. */
const domainOf = (file: string): string | null => /^src\/([^/]+)\//.exec(file)?.[1] ?? null;
const isRoutes = (file: string): boolean => file.includes("/routes/") || file.endsWith("/routes.ts");

describe("the dependency rule", () => {
	test("protocol imports nothing of ours, and no package but the schema library", () => {
		const wrong = importsOf("src/protocol").filter(
			({ target }) => target !== "valibot" && !within(target, "src/protocol"),
		);
		expect(wrong.map(say)).toEqual([]);
	});

	test("every folder of src has its place in the order", () => {
		const folders = readdirSync("src", { withFileTypes: true }).filter((entry) => entry.isDirectory());
		expect(folders.map(({ name }) => name).toSorted()).toEqual(order.toSorted());
	});

	test("domains import downwards only", () => {
		const wrong = importsOf("src").filter(({ file, target }) => {
			const [from, to] = [domainOf(file), domainOf(target)];
			if (!within(target, "src")) return within(target, ...ours);
			if (from === null || isRoutes(file)) return false;
			return to === null || order.indexOf(to) > order.indexOf(from);
		});
		expect(wrong.map(say)).toEqual([]);
	});

	test("domains import each other through their entry files only", () => {
		const wrong = importsOf("src").filter(({ file, target }) => {
			const [from, to] = [domainOf(file), domainOf(target)];
			if (from === null || to === null || from === to || isRoutes(file) || foundations.includes(to)) return false;
			return !entries[to]?.includes(target.slice(`src/${to}/`.length));
		});
		expect(wrong.map(say)).toEqual([]);
	});

	test.each(["widget", "dashboard", "client"])("%s imports the protocol, types, and the table of roles", (part) => {
		const wrong = importsOf(part).filter(
			({ target, typeOnly }) =>
				!typeOnly &&
				within(target, ...ours) &&
				!within(target, part, "client", "src/protocol") &&
				target !== "src/auth/roles.ts",
		);
		expect(wrong.map(say)).toEqual([]);
	});

	test("every entry file in the list exists and is imported", () => {
		const entered = new Set(
			importsOf("src")
				.filter(({ file, target }) => domainOf(file) !== domainOf(target))
				.map(({ target }) => target),
		);
		const named = Object.entries(entries).flatMap(([domain, names]) => names.map((name) => `src/${domain}/${name}`));
		expect(named.filter((file) => !entered.has(file))).toEqual([]);
	});

	test("reads imports of every form", () => {
		expect(importsOf("src/auth").length).toBeGreaterThan(5);
		expect(importsOf("src").some(({ typeOnly }) => typeOnly)).toBe(true);
	});
});

const importers = (wanted: (entry: Import) => boolean): string[] =>
	[
		...new Set(
			importsOf("src")
				.filter(wanted)
				.map(({ file }) => file),
		),
	].toSorted();

describe("a conversation changes by its actions only", () => {
	const conversation = (file: string) => `src/conversation/${file}`;

	/** The files that decide and write a change, each with the only files that may import more than its types. */
	test.each([
		["transitions.ts", ["machine.ts"]],
		["machine.ts", ["dispatch.ts"]],
		["dispatch.ts", ["conversation.ts"]],
		["storage/store.ts", ["conversation.ts"]],
	])("%s is imported by %j", (file, allowed) => {
		expect(importers(({ target, typeOnly }) => !typeOnly && target === conversation(file))).toEqual(
			allowed.map(conversation),
		);
	});

	test("actions are called by frames, the RPC method, the alarm, the AI's turn and what is delivered", () => {
		const callers = importers(
			({ file, target, typeOnly }) =>
				!typeOnly && within(target, conversation("actions")) && !within(file, conversation("actions")),
		);
		expect(callers).toEqual(
			[
				"alarm.ts",
				"conversation.ts",
				"frames.ts",
				"mail/delivery-events.ts",
				"mail/receive.ts",
				"mail/send.ts",
				"outgoing/identify.ts",
				"outgoing/receivers.ts",
				"turn/port.ts",
			].map(conversation),
		);
	});

	test.each([
		["hands in a command", /\.(?:dispatch|changeRating)\(/, ["actions/context.ts", "actions/visitor.ts"]],
		["commits a change", /\bstore\.(?:commit|commitRating)\(/, ["dispatch.ts"]],
		[
			"begins a conversation or describes its visitor",
			/\bstore\.(?:begin|describe)\(/,
			["actions/visitor.ts", "start.ts"],
		],
	])("nothing else %s", (_, call, allowed) => {
		const callers = filesIn("src/conversation").filter((file) => call.test(readFileSync(file, "utf8")));
		expect(callers.toSorted()).toEqual(allowed.map(conversation));
	});
});

describe("so do contacts, the knowledge base, a workspace and the Inbox", () => {
	/**
	 * What writes, and the only files that may import it for more than its types: actions, other files that write, and the
	 * object's own tasks, which go on with what an action began. Files that only read import from those that only read.
	 */
	test.each([
		[
			"db/audit.ts",
			[
				"auth/account/actions.ts",
				"auth/account/store.ts",
				"auth/factor/actions.ts",
				"auth/factor/store.ts",
				"auth/sign-in/session.ts",
				"contact/store/blocks.ts",
				"contact/store/claims.ts",
				"contact/store/profile.ts",
				"contact/store/revocations.ts",
				"knowledge/actions/audited.ts",
				"notification/channel/store.ts",
				"workspace/change.ts",
				"workspace/team/store/invitations.ts",
				"workspace/team/store/members.ts",
			],
		],
		[
			"auth/account/store.ts",
			[
				"auth/account/actions.ts",
				"auth/factor/actions.ts",
				"auth/factor/store.ts",
				"auth/passkey/actions.ts",
				"auth/passkey/store.ts",
				"auth/provider/actions.ts",
				"auth/provider/store.ts",
			],
		],
		["auth/factor/store.ts", ["auth/factor/actions.ts", "auth/passkey/actions.ts", "auth/sign-in/session.ts"]],
		["auth/passkey/store.ts", ["auth/passkey/actions.ts"]],
		["auth/provider/store.ts", ["auth/provider/actions.ts"]],
		["canned/store.ts", ["canned/actions.ts"]],
		["contact/store/refold.ts", ["contact/actions.ts"]],
		["contact/store/blocks.ts", ["contact/actions.ts"]],
		["contact/store/claims.ts", ["contact/actions.ts"]],
		["contact/store/contacts.ts", ["contact/actions.ts", "contact/store/claims.ts", "contact/store/profile.ts"]],
		["contact/store/profile.ts", ["contact/actions.ts"]],
		["contact/store/revocations.ts", ["contact/actions.ts"]],
		["inbox/metrics/copilot.ts", ["inbox/actions.ts"]],
		[
			"knowledge/article/store.ts",
			["knowledge/actions/documents.ts", "knowledge/source/documents.ts", "knowledge/source/tasks/removal.ts"],
		],
		["knowledge/gap/reports.ts", ["knowledge/actions/gaps.ts"]],
		["knowledge/article/use.ts", ["knowledge/gap/reports.ts"]],
		["knowledge/gap/store.ts", ["knowledge/actions/gaps.ts", "knowledge/gap/reports.ts"]],
		[
			"knowledge/source/store.ts",
			[
				"knowledge/source/commands.ts",
				"knowledge/source/tasks/crawl.ts",
				"knowledge/source/tasks/file.ts",
				"knowledge/source/tasks/removal.ts",
			],
		],
		["knowledge/source/commands.ts", ["knowledge/actions/sources.ts"]],
		["knowledge/source/documents.ts", ["knowledge/source/tasks/crawl.ts", "knowledge/source/tasks/file.ts"]],
		["knowledge/source/uploads.ts", ["knowledge/source/commands.ts", "knowledge/source/tasks/file.ts"]],
		["workspace/change.ts", ["workspace/actions.ts"]],
		["workspace/setup.ts", ["workspace/actions.ts"]],
		["workspace/team/store/invitations.ts", ["workspace/team/actions.ts"]],
		["workspace/team/store/members.ts", ["workspace/team/actions.ts"]],
	])("%s is imported by %j", (file, allowed) => {
		expect(importers(({ target, typeOnly }) => !typeOnly && target === `src/${file}`)).toEqual(
			allowed.map((name) => `src/${name}`),
		);
	});

	test("rows of the audit log are only added", () => {
		const changes = /\.(?:update|delete)\(auditLog\b|\b(?:UPDATE|DELETE FROM) audit_log\b/;
		expect(
			[...filesIn("src"), ...filesIn("scripts")].filter((file) => changes.test(readFileSync(file, "utf8"))),
		).toEqual([]);
	});

	/** Tables of D1 that no action changes: what better-auth keeps, and what the outbox delivers. */
	test("no other file of these domains writes to D1", () => {
		const writes = /\b(?:db|batch)\b[^;]*?\.(?:insert|update|delete)\(|\bowe(?:If)?\(/;
		const writers = ["canned", "contact", "workspace", "inbox", "knowledge"]
			.flatMap((domain) => filesIn(`src/${domain}`))
			.filter((file) => writes.test(readFileSync(file, "utf8")));
		expect(writers.toSorted()).toEqual(
			[
				"canned/store.ts",
				"contact/store/blocks.ts",
				"contact/store/claims.ts",
				"contact/store/contacts.ts",
				"contact/store/profile.ts",
				"contact/store/refold.ts",
				"contact/store/revocations.ts",
				"workspace/change.ts",
				"workspace/setup.ts",
				"workspace/tag/sights.ts",
				"workspace/team/store/invitations.ts",
				"workspace/team/store/members.ts",
			].map((name) => `src/${name}`),
		);
	});

	test("objects run them by name, and nothing calls one beside its object", () => {
		const callers = (folder: string) =>
			importers(({ file, target, typeOnly }) => !typeOnly && target.startsWith(folder) && !file.startsWith(folder));
		expect(callers("src/knowledge/actions/")).toEqual(["src/knowledge/knowledge.ts"]);
		expect(callers("src/inbox/actions.ts")).toEqual(["src/inbox/inbox.ts"]);
	});
});

describe("every call of a language model is counted", () => {
	test("the writers that call one are made for the meter alone", () => {
		const callers = filesIn("src").filter((file) => /(?<!function )\bwriters\(/.test(readFileSync(file, "utf8")));
		expect(callers.toSorted()).toEqual(["src/answer/write/chain.ts", "src/answer/write/metered.ts"]);
	});

	test("no other file calls the AI SDK, or a model of the account by itself", () => {
		const calls = /\b(?:streamText|generateText|generateObject|streamObject)\(|\bbinding\.run\(|\bAI\.run\(/;
		const callers = filesIn("src").filter((file) => calls.test(readFileSync(file, "utf8")));
		// The probe asks for one token, at most once in five minutes. Completions are counted by who asks for them.
		expect(callers.toSorted()).toEqual([
			"src/answer/write/stream.ts",
			"src/answer/write/workers-ai.ts",
			"src/model/completions.ts",
		]);
		const asking = importsOf("src").filter(
			({ target, typeOnly }) => target === "src/model/completions.ts" && !typeOnly,
		);
		expect(asking.map(({ file }) => file)).toEqual(["src/knowledge/wording/ports.ts"]);
	});
});

describe("the folders", () => {
	test.each(["src", "client", "widget", "dashboard"])("no folder of %s has too many files", (part) => {
		const counts = new Map<string, number>();
		for (const file of filesIn(part)) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
		for (const folder of ["packs", "letters"]) counts.delete(`src/language/${folder}`);
		expect([...counts].filter(([, count]) => count > MAX_FILES)).toEqual([]);
	});

	test.each(["src", "client", "dashboard", "widget"])("no files of %s import each other in a circle", (part) => {
		const targets = new Map<string, string[]>();
		for (const { file, target, typeOnly } of importsOf(part))
			if (!typeOnly && within(target, part)) targets.set(file, [...(targets.get(file) ?? []), target]);
		const settled = new Set<string>();
		const circles: string[] = [];
		const visit = (file: string, path: string[]): void => {
			if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
			if (settled.has(file)) return;
			for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
			settled.add(file);
		};
		for (const file of targets.keys()) visit(file, []);
		expect(circles).toEqual([]);
	});
});
