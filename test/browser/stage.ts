/**
 * The fixtures of browser tests: the world, visitors on the shop's page, and dashboards of Ines (owner) and Marco (agent), each
 * in a browser context of its own. An error in any page's console fails the test, unless the test expects it.
 */
import { type BrowserContextOptions, type Page, request, test as base } from "@playwright/test";
import { ines, marco, PASSWORD } from "../../scripts/demo.ts";
import { Dashboard } from "./dashboard.ts";
import type { Model } from "./model.ts";
import { Visitor } from "./visitor.ts";
import { startWorld, type World } from "./world.ts";

type Who = "ines" | "marco";
type State = Awaited<ReturnType<Awaited<ReturnType<typeof request.newContext>>["storageState"]>>;

export type Open = BrowserContextOptions & {
	/** Console errors that the test expects: of a cut network, of a refused request. */
	expected?: RegExp;
};

type Stage = {
	/** Opens the shop's page as a new visitor. */
	visit(open?: Open): Promise<Visitor>;
	/** Opens a dashboard, signed in, in a browser context of its own. */
	dashboard(who: Who, open?: Open): Promise<Dashboard>;
	/** The model stand-in, in a file that has it. */
	model: Model;
	/** Opens an empty page, whose console is watched too. */
	newPage(open?: Open): Promise<Page>;
};

type Shared = {
	/** Answers come from the model stand-in. Set with `test.use` at the top of a file. */
	withModel: boolean;
	/** One can sign in with a provider. Set likewise. */
	withProvider: boolean;
	world: World;
	signedIn: Record<Who, State>;
};

export const test = base.extend<Stage, Shared>({
	withModel: [false, { option: true, scope: "worker" }],
	withProvider: [false, { option: true, scope: "worker" }],

	world: [
		async ({ withModel, withProvider }, use) => {
			const world = await startWorld({ withModel, withProvider });
			await use(world);
			await world.close();
		},
		{ scope: "worker", timeout: 240_000 },
	],

	// Signs in once, through the route: attempts are rate-limited, and the sign-in page has a test of its own.
	signedIn: [
		async ({ world }, use) => {
			const states = await Promise.all(
				[ines, marco].map(async ({ email }) => {
					const context = await request.newContext({ baseURL: world.host, extraHTTPHeaders: { Origin: world.host } });
					const response = await context.post("/api/auth/sign-in/email", { data: { email, password: PASSWORD } });
					if (!response.ok()) throw new Error(`${email} can't sign in: ${response.status()} ${await response.text()}`);
					const state = await context.storageState();
					await context.dispose();
					return state;
				}),
			);
			const [first, second] = states;
			if (!first || !second) throw new Error("two people were to sign in");
			await use({ ines: first, marco: second });
		},
		{ scope: "worker" },
	],

	model: async ({ world }, use) => {
		if (!world.model) throw new Error("this file has no model stand-in");
		await use(world.model);
	},

	newPage: async ({ browser }, use, info) => {
		const problems: string[] = [];
		const contexts: { close(): Promise<void> }[] = [];
		await use(async ({ expected, ...options } = {}) => {
			const context = await browser.newContext(options);
			contexts.push(context);
			const page = await context.newPage();
			const note = (text: string) => {
				if (!expected?.test(text)) problems.push(text);
			};
			context.on("page", (other) => watch(other, note));
			watch(page, note);
			return page;
		});
		for (const context of contexts) await context.close();
		if (problems.length > 0 && info.status === info.expectedStatus)
			throw new Error(`pages had errors in their console:\n${problems.join("\n")}`);
	},

	visit: async ({ newPage, world }, use) => {
		await use(async (open) => Visitor.arrive(await newPage(open), world));
	},

	dashboard: async ({ newPage, world, signedIn }, use) => {
		await use(async (who, open) => Dashboard.open(await newPage({ ...open, storageState: signedIn[who] }), world));
	},
});

export { expect } from "@playwright/test";

function watch(page: Page, note: (text: string) => void): void {
	page.on("console", (message) => {
		if (message.type() === "error" || message.type() === "warning")
			note(`${message.type()}: ${message.text()} (${message.location().url})`);
	});
	page.on("pageerror", (error) => note(`thrown: ${error.stack || `${error.name}: ${error.message}`}`));
}
