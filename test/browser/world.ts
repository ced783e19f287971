/**
 * The servers that browser tests run against, started once for each of Playwright's workers: a real Worker with a database of
 * its own and the demo workspace, the demo shop, and a model stand-in where a test wants one.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Door, ensureDemo } from "../../scripts/demo.ts";
import { format, randomCode, randomSecret } from "../../scripts/local-secrets.ts";
import { freePort } from "../../scripts/port.ts";
import { serveShop } from "../../scripts/shop.ts";
import { applyMigrations, execute, startWorker } from "../../scripts/worker.ts";
import { BUNDLE } from "./build.ts";
import { type Model, serveModel } from "./model.ts";
import { type Network, relayTo } from "./network.ts";
import { type Provider, serveProvider } from "./provider.ts";

export type World = {
	/** The Worker's address: API and dashboard. */
	host: string;
	/** The address of the demo shop's page with the widget. */
	shop: string;
	/** The network between visitors and the Worker. Dashboards don't use it. */
	network: Network;
	/** The model stand-in; null where the embedded answerer writes. */
	model: Model | null;
	/** The provider that the team can sign in with; null where a test wants none. */
	provider: Provider | null;
	/** The Worker's door for a past; null where a test wants none. */
	door: Door | null;
	/** Runs SQL in the Worker's database. */
	execute(sql: string): Promise<string>;
	/** The Worker's warnings and errors so far. */
	output(): string;
	close(): Promise<void>;
};

type WorldOptions = {
	withModel: boolean;
	withProvider?: boolean;
	/** The list begins with the demo's past conversations, as with `npm start`. */
	withPast?: boolean;
};

const MANY_STARTS = "UPDATE settings SET json = json_set(json, '$.addressStartsIn10Minutes', 10000);";

export async function startWorld({ withModel, withProvider = false, withPast = false }: WorldOptions): Promise<World> {
	const folder = await mkdtemp(join(tmpdir(), "parley-world-"));
	const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
	const close = async () => {
		for (const step of closing.toReversed()) await step();
	};
	try {
		const state = join(folder, "state");
		const secrets = { PARLEY_SECRET: randomSecret(), SETUP_CODE: randomCode() };
		const secretsFile = join(folder, "secrets.env");
		await writeFile(secretsFile, format(secrets));
		await applyMigrations(state);

		const model = withModel ? await serveModel() : null;
		if (model) closing.push(() => model.close());

		const provider = withProvider ? await serveProvider() : null;
		if (provider) closing.push(() => provider.close());

		let output = "";
		const workerPort = await freePort();
		const doorKey = randomSecret();
		const worker = startWorker({
			port: workerPort,
			...(withPast ? { entry: "scripts/local/worker.ts" } : { entry: `${BUNDLE}/index.js`, bundled: true }),
			state,
			secretsFile,
			vars: {
				// As with `npm start`: the crawler may read sites on loopback, where the tests' sites are.
				CRAWL_LOOPBACK: "1",
				MAIL: "log",
				...(withPast && { LOCAL_KEY: doorKey }),
				...provider?.vars,
				...(model ? { MODEL_URL: model.url, MODEL_NAME: "stand-in" } : { ANSWERER: "embedded" }),
			},
			onOutput: (text) => void (output += text),
		});
		closing.push(() => worker.stop());
		await worker.ready.catch((error: unknown) => {
			throw new Error(`${String(error)}\n${output}`);
		});
		const network = await relayTo(workerPort);
		closing.push(() => network.close());

		const port = await freePort();
		const demo = await ensureDemo({
			host: worker.host,
			sites: [`http://localhost:${port}`],
			setupCode: secrets.SETUP_CODE,
			// All browsers of a run have this machine's address, and begin more conversations than an office does.
			execute: (sql) => execute(state, `${sql}\n${MANY_STARTS}`),
			...(withPast && { doorKey }),
		});
		if (!demo) throw new Error("a fresh database holds a workspace that isn't the demo");
		const shop = await serveShop({ port, host: `http://localhost:${network.port}`, key: demo.key });
		closing.push(() => shop.close());
		return {
			host: worker.host,
			shop: shop.url,
			network,
			model,
			provider,
			door: withPast ? { host: worker.host, key: doorKey } : null,
			execute: (sql) => execute(state, sql),
			output: () => output,
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
