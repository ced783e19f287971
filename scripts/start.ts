/**
 * `npm start`: runs the whole product on this machine, with a demo shop. It builds, migrates the local database, starts the
 * Worker, creates the demo workspace the first time, and prints the addresses.
 */
import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { ensureDemo, ines, marco, PASSWORD } from "./demo.ts";
import { ensureLocalSecrets, randomSecret } from "./local-secrets.ts";
import { portIsFree } from "./port.ts";
import { serveShop } from "./shop.ts";
import { watchSources } from "./watch.ts";
import { applyMigrations, execute, startWorker } from "./worker.ts";

const STATE = ".wrangler/state";

const { values } = parseArgs({
	options: {
		port: { type: "string", default: process.env["PORT"] ?? "8787" },
		"shop-port": { type: "string", default: process.env["SHOP_PORT"] ?? "8788" },
	},
});
const ports = {
	worker: { number: Number(values.port), change: "PORT=8790 npm start" },
	shop: { number: Number(values["shop-port"]), change: "SHOP_PORT=8791 npm start" },
};

for (const { number, change } of Object.values(ports)) {
	if (!Number.isInteger(number) || number < 1 || number > 65_535) fail(`A port is a number from 1 to 65535: ${change}`);
	if (!(await portIsFree(number)))
		fail(`Port ${number} is taken by another program. Stop that program, or choose another port: ${change}`);
}
if (ports.worker.number === ports.shop.number) fail("The Worker and the demo shop need a port each.");

const closing: (() => unknown)[] = [];
let ending = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end(0));

// npm ends on a signal without passing it on, so this process also ends when its parent is gone.
const parent = process.ppid;
setInterval(() => {
	if (process.ppid !== parent) void end(0);
}, 1_000).unref();

try {
	await run();
} catch (error) {
	if (!ending) {
		console.error(`\nParley could not start: ${error instanceof Error ? error.message : String(error)}`);
		await end(1);
	}
}

async function run(): Promise<void> {
	console.log("Building the widget and the dashboard …");
	await build();
	const { SETUP_CODE } = await ensureLocalSecrets();
	console.log("Preparing the local database …");
	await applyMigrations(STATE);
	console.log("Starting the Worker …");
	const doorKey = randomSecret();
	const worker = startWorker({
		port: ports.worker.number,
		// The Worker that is deployed, with a door for the demo's past conversations.
		entry: "scripts/local/worker.ts",
		state: STATE,
		// The crawler may read the demo shop, or another local site; and no page elsewhere reaches the demo's data.
		// Mail goes into a mailbox here, and nowhere else.
		vars: { CRAWL_LOOPBACK: "1", ONLY_LOCAL: "1", MAIL: "log", LOCAL_KEY: doorKey },
		onOutput: (text) => void process.stderr.write(text),
	});
	closing.push(() => worker.stop());
	await worker.ready;
	void worker.exited.then((code) => {
		if (ending) return;
		console.error(`\nThe Worker stopped (exit code ${code}).`);
		return end(1);
	});

	const shopPort = ports.shop.number;
	const demo = await ensureDemo({
		host: worker.host,
		sites: [`http://localhost:${shopPort}`, `http://127.0.0.1:${shopPort}`],
		setupCode: SETUP_CODE,
		execute: (sql) => execute(STATE, sql),
		doorKey,
	});
	const shop = demo && (await serveShop({ port: shopPort, host: worker.host, key: demo.key }));
	if (shop) closing.push(() => shop.close());

	const watching = watchSources((names) => console.log(`Built the ${names.join(" and the ")} again. Reload the page.`));
	closing.push(() => watching.close());

	const lines = shop
		? [
				`Shop        ${shop.url}   chat as a visitor`,
				`Dashboard   ${worker.host}   answer as a teammate`,
				`Sign in     ${ines.email} (owner) or ${marco.email} (agent), password ${PASSWORD}`,
				`Mailbox     ${worker.host}/mailbox   every mail that Parley would send`,
			]
		: [
				`Dashboard   ${worker.host}`,
				"The local data holds a workspace of your own, so there is no demo shop. `npm run reset` starts over.",
			];
	console.log(
		`\nParley is running.\n\n${lines.map((line) => `  ${line}\n`).join("")}\nCtrl-C stops it. Data stays in ${STATE}; \`npm run reset\` starts over.\n`,
	);
}

async function end(code: number): Promise<void> {
	if (ending) return;
	ending = true;
	await Promise.allSettled(closing.toReversed().map(async (close) => close()));
	process.exit(code);
}

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}
