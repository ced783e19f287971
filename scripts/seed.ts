/**
 * `npm run seed -- 100000`: fills the local demo's list with so many conversations of ten messages each, all of them searchable, to
 * see Parley as a workspace of years does. The latest two hundred can be opened; the others are in the list only. Run it while
 * `npm start` doesn't.
 */
import { ensureDemo, castOf, type Door, knock, sentences, signedIn } from "./demo.ts";
import type { Filling } from "./local/filling.ts";
import { DOOR, FILL_DOOR, type FillOrder, type PastOrder } from "./local/past.ts";
import { ensureLocalSecrets, randomSecret } from "./local-secrets.ts";
import { pastConversation } from "./past.ts";
import { freePort } from "./port.ts";
import { applyMigrations, execute, startWorker } from "./worker.ts";

const STATE = ".wrangler/state";
const MOST = 1_000_000;
const MESSAGES_EACH = 10;
const BEHIND = 200;
/** In one request: more would exceed what one call of an object may take. */
const BATCH = 500;
const BEHIND_BATCH = 20;

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
	await seed({ host: worker.host, key: doorKey });
} finally {
	await worker.stop();
}

async function seed(door: Door): Promise<void> {
	const sites = ["http://localhost:8788"];
	const demo = await ensureDemo({
		host: door.host,
		sites,
		setupCode: SETUP_CODE,
		execute: (sql) => execute(STATE, sql),
		doorKey,
	});
	const known = demo && (await castOf(await signedIn(door.host), sites[0] ?? ""));
	if (!known) throw new Error("The local data isn't the demo's. `npm run reset` starts over.");
	const { workspaceId, cast } = known;
	const said = await sentences();
	const members = [cast.ines, cast.marco];
	const begun = performance.now();
	const filled = Math.max(0, size - BEHIND);
	for (let from = 0; from < filled; from += BATCH) {
		const to = Math.min(filled, from + BATCH);
		// Those that can be opened are the latest.
		const now = cast.now - BEHIND * 4 * 3_600_000;
		const filling: Filling = { from, to, size: filled, messages: MESSAGES_EACH, sentences: said, members, now };
		await knock(door, FILL_DOOR, { workspaceId, filling } satisfies FillOrder);
		if (to % 10_000 === 0) console.log(`${to} conversations …`);
	}
	const numbers = Array.from({ length: Math.min(size, BEHIND) }, (_, number) => number).toReversed();
	for (let from = 0; from < numbers.length; from += BEHIND_BATCH) {
		const conversations = numbers.slice(from, from + BEHIND_BATCH).map((number) => pastConversation(number, cast));
		await knock(door, DOOR, { workspaceId, conversations } satisfies PastOrder);
	}
	const seconds = ((performance.now() - begun) / 1000).toFixed(1);
	console.log(`${size} conversations in ${seconds} s. \`npm start\` shows them; \`npm run reset\` starts over.`);
}
