/**
 * The demo workspace, for `npm start` and the browser tests: Fjord Bags with its two teammates, its articles, its questions and,
 * where the local Worker has its door (local/worker.ts), two weeks of conversations. It is made through the real routes, as a
 * deployer would; the second teammate is inserted with SQL, because joining takes a click on a mailed link. Every step checks
 * what exists first, so the next start finishes an interrupted one.
 */
import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import * as v from "valibot";
import { tagColours, type TagName } from "../demo/conversations.ts";
import { hashPassword } from "../src/auth/password.ts";
import { ArticleDraft, QuestionDraft, KnowledgePage } from "../src/protocol/knowledge/articles.ts";
import { Problem } from "../src/protocol/problem.ts";
import { MadeTag } from "../src/protocol/tag.ts";
import { Me, SetupState, type SetupRequest } from "../src/protocol/workspace.ts";
import { DOOR, KEY_HEADER, type PastOrder } from "./local/past.ts";
import { type Cast, pastConversations } from "./past.ts";

export const NAME = "Fjord Bags";

/** The teammates' password. It is public, so it is for a local demo only, whose Worker listens on loopback. */
export const PASSWORD = "fjord-bags-demo";

export const ines = { name: "Ines", email: "ines@fjord.example" };
export const marco = { name: "Marco", email: "marco@fjord.example" };

export type DemoOptions = {
	/** The Worker's address. */
	host: string;
	/** Origins of the demo shop. */
	sites: string[];
	setupCode: string;
	/** Runs SQL against the Worker's database. */
	execute(sql: string): Promise<unknown>;
	/** The key of the Worker's door for past conversations. Absent: the list begins empty. */
	doorKey?: string;
};

/** Creates the missing parts of the demo. Resolves to the key for the script tag; null if the workspace isn't the demo's. */
export async function ensureDemo({
	host,
	sites,
	setupCode,
	execute,
	doorKey,
}: DemoOptions): Promise<{ key: string } | null> {
	const request = client(host);
	if (v.parse(SetupState, await request("GET", "/api/setup")).needed) {
		await request("POST", "/api/setup", {
			code: setupCode,
			workspace: NAME,
			site: sites[0] ?? "",
			...ines,
			password: PASSWORD,
		} satisfies SetupRequest);
	}
	try {
		await request("POST", "/api/auth/sign-in/email", { email: ines.email, password: PASSWORD });
	} catch (error) {
		if (error instanceof Refused && error.status === 401) return null;
		throw error;
	}
	const me = v.parse(Me, await request("GET", "/api/me"));

	const allowed = new Set([...me.settings.allowedOrigins, ...sites]);
	if (allowed.size > me.settings.allowedOrigins.length)
		await request("PATCH", "/api/workspace", { allowedOrigins: [...allowed] });

	if (!me.members.some(({ email }) => email === marco.email))
		await execute(await agent({ workspaceId: me.workspace.id, ...marco, password: PASSWORD }));

	const { counts } = v.parse(KnowledgePage, await request("GET", "/api/documents"));
	if (counts.articles === 0)
		for (const article of await readArticles()) await request("POST", "/api/articles", article);
	if (counts.questions === 0)
		for (const question of await readQuestions()) await request("POST", "/api/questions", question);

	if (doorKey !== undefined) await remember(request, sites[0] ?? "", { host, key: doorKey });
	return { key: me.workspace.publicKey };
}

/** Gives the list two weeks of conversations. Those it has stay as they are. */
async function remember(request: Request, site: string, door: Door): Promise<void> {
	const known = await castOf(request, site);
	if (!known) return;
	const { workspaceId, cast } = known;
	await knock(door, DOOR, { workspaceId, conversations: pastConversations(cast) } satisfies PastOrder);
}

/** Who plays in the demo's stories, and its articles. Null: somebody made the demo their own. */
export async function castOf(request: Request, shop: string): Promise<{ workspaceId: string; cast: Cast } | null> {
	const me = v.parse(Me, await request("GET", "/api/me"));
	const { entries } = v.parse(KnowledgePage, await request("GET", "/api/documents"));
	const teammate = ({ email }: { email: string }) => {
		const member = me.members.find((each) => each.email === email);
		return member ? { id: member.id, name: member.name } : null;
	};
	const [owner, agentOf] = [teammate(ines), teammate(marco)];
	if (!owner || !agentOf) return null;
	const article = (title: string) => {
		const found = entries.find((each) => each.title === title);
		return found ? { id: found.id, title } : null;
	};
	const tags = await makeTags(request);
	return { workspaceId: me.workspace.id, cast: { now: Date.now(), shop, ines: owner, marco: agentOf, article, tags } };
}

/** Makes the team's tags; those that are there already are the answer. */
async function makeTags(request: Request): Promise<Cast["tags"]> {
	const make = async (name: TagName) =>
		v.parse(MadeTag, await request("POST", "/api/tags", { name, colour: tagColours[name] })).tag.id;
	return {
		Warranty: await make("Warranty"),
		Refund: await make("Refund"),
		Delivery: await make("Delivery"),
		Business: await make("Business"),
		Stock: await make("Stock"),
	};
}

/** The local Worker's door, and the key of this start. */
export type Door = { host: string; key: string };

/** Hands something in at the door. */
export async function knock({ host, key }: Door, path: string, order: unknown): Promise<void> {
	const response = await fetch(`${host}${path}`, {
		method: "POST",
		headers: { [KEY_HEADER]: key, "Content-Type": "application/json" },
		body: JSON.stringify(order),
	});
	if (!response.ok) throw new Error(`${path} refused it: ${response.status} ${await response.text()}`);
}

/** A client that is signed in as the demo's owner. */
export async function signedIn(host: string): Promise<Request> {
	const request = client(host);
	await request("POST", "/api/auth/sign-in/email", { email: ines.email, password: PASSWORD });
	return request;
}

/** Reads demo/articles/*.md. The first line, a heading, is the title; the rest is the text. */
async function readArticles(): Promise<ArticleDraft[]> {
	const names = (await readdir("demo/articles")).filter((name) => name.endsWith(".md")).toSorted();
	return Promise.all(
		names.map(async (name) => {
			const [first = "", ...rest] = (await readFile(`demo/articles/${name}`, "utf8")).split("\n");
			return v.parse(ArticleDraft, { title: first.replace(/^#\s*/, ""), text: rest.join("\n") });
		}),
	);
}

/** Some hundred sentences of the articles, without marks, to fill conversations with. */
export async function sentences(): Promise<string[]> {
	const texts = (await readArticles()).map(({ text }) => text.replace(/[#*[\]|_>]/g, " ").replace(/\s+/g, " "));
	return texts.flatMap((text) => text.split(/(?<=[.?!])\s/)).filter((sentence) => sentence.length > 20);
}

const readQuestions = async (): Promise<QuestionDraft[]> =>
	v.parse(v.array(QuestionDraft), JSON.parse(await readFile("demo/questions.json", "utf8")));

type Agent = { workspaceId: string; name: string; email: string; password: string };

/** The rows that better-auth would write for an agent who accepted an invitation. */
async function agent({ workspaceId, name, email, password }: Agent): Promise<string> {
	const [userId, now] = [`us_${randomUUID()}`, Date.now()];
	const rows = {
		user: { id: userId, name, email, email_verified: 1, created_at: now, updated_at: now },
		account: {
			id: `ac_${randomUUID()}`,
			account_id: userId,
			provider_id: "credential",
			user_id: userId,
			password: await hashPassword(password),
			created_at: now,
			updated_at: now,
		},
		member: { id: `mb_${randomUUID()}`, workspace_id: workspaceId, user_id: userId, role: "agent", created_at: now },
	};
	return Object.entries(rows)
		.map(([table, row]) => {
			const values = Object.values(row).map((value) =>
				typeof value === "number" ? value : `'${value.replaceAll("'", "''")}'`,
			);
			return `INSERT INTO "${table}" (${Object.keys(row).join(", ")}) VALUES (${values.join(", ")});`;
		})
		.join("\n");
}

class Refused extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

type Request = ReturnType<typeof client>;

/** An HTTP client that acts like a browser on one host: it keeps cookies and sends the Origin header of the host's pages. */
function client(host: string) {
	const cookies = new Map<string, string>();
	return async (method: string, path: string, body?: unknown): Promise<unknown> => {
		const response = await fetch(`${host}${path}`, {
			method,
			headers: {
				Origin: host,
				Cookie: [...cookies.values()].join("; "),
				...(body !== undefined && { "Content-Type": "application/json" }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		for (const cookie of response.headers.getSetCookie()) {
			const pair = cookie.split(";")[0] ?? "";
			cookies.set(pair.split("=")[0] ?? "", pair);
		}
		const text = await response.text();
		if (response.ok) return text === "" ? null : JSON.parse(text);
		const problem = v.safeParse(v.pipe(v.string(), v.parseJson(), Problem), text);
		const reason = problem.success ? `${problem.output.title} ${problem.output.detail ?? ""}` : text.slice(0, 300);
		throw new Refused(response.status, `${method} ${path} answered ${response.status}: ${reason}`);
	};
}
