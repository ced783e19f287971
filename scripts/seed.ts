/**
 * `npm run seed -- 100000`: fills the local demo's list with so many conversations of ten messages each, all of them searchable, to
 * see Parley as a workspace of years does (seeding.ts). Run it while `npm start` doesn't.
 */
import { type Door, ensureDemo } from "./demo.ts";
import { ensureLocalSecrets, randomSecret } from "./local-secrets.ts";
import { freePort } from "./port.ts";
import { seed } from "./seeding.ts";
import { applyMigrations, execute, startWorker } from "./worker.ts";

const STATE = ".wrangler/state";
const MOST = 1_000_000;
const SITE = "http://localhost:8788";

const size = Number(process.argv[2] ?? "1000");
if (!Number.isInteger(size) || size < 1 || size > MOST) {
	console.error(`How many conversations? A number from 1 to ${MOST}: npm run seed -- 100000`);
	process.exit(1);
}

const { SETUP_CODE } = await ensureLocalSecrets();
await applyMigrations(STATE);
const doorKey = randomSecret();
const worker = startWorker({
	port: await freePort(),
	entry: "scripts/local/worker.ts",
	state: STATE,
	vars: { ONLY_LOCAL: "1", MAIL: "log", ANSWERER: "embedded", LOCAL_KEY: doorKey },
	onOutput: (text) => void process.stderr.write(text),
});
try {
	await worker.ready;
	await fillDemo({ host: worker.host, key: doorKey });
} finally {
	await worker.stop();
}

async function fillDemo(door: Door): Promise<void> {
	const demo = await ensureDemo({
		host: door.host,
		sites: [SITE],
		setupCode: SETUP_CODE,
		execute: (sql) => execute(STATE, sql),
		doorKey,
	});
	if (!demo) throw new Error("The local data isn't the demo's. `npm run reset` starts over.");
	const begun = performance.now();
	await seed(door, SITE, size);
	const seconds = ((performance.now() - begun) / 1000).toFixed(1);
	console.log(`${size} conversations in ${seconds} s. \`npm start\` shows them; \`npm run reset\` starts over.`);
}
