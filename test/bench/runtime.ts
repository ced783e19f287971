/**
 * The runtime under the bench: one workerd with the bench's Worker, over Miniflare's API and a socket straight into the
 * Worker. `wrangler dev` would put a proxy in a second workerd on the way of every frame, the same milliseconds on both
 * sides of each ratio, which flatters. Storage is a folder of its own, gone with `stop`. Loopback only.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { randomCode, randomSecret } from "../../scripts/local-secrets.ts";
import { bundleInto } from "../../scripts/worker.ts";

/** As in wrangler.toml, from which the bundle is made. */
const compatibilityDate = async (): Promise<string> =>
	/^compatibility_date = "(.+)"$/m.exec(await readFile("wrangler.toml", "utf8"))?.[1] ?? "2026-10-20";

/** The bench's Worker as wrangler would upload it. */
export async function bundle(): Promise<{ path: string; remove(): Promise<void> }> {
	const folder = await mkdtemp(join(tmpdir(), "parley-bench-bundle-"));
	await bundleInto(folder, "test/bench/worker/entry.ts");
	return { path: join(folder, "entry.js"), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** An alarm that was moved while it was about to ring: the runtime says so and rings it at its new time. */
const runtimeNoise = /^NOSENTRY|requestScheduledAlarm/;

/** On a busy machine the runtime may have done it by itself, after ten idle seconds. */
const asleep = /not currently running/;

export type Runtime = {
	/** "http://127.0.0.1:12345". */
	host: string;
	/** Takes a conversation's object out of memory as hibernation does: its sockets stay. Only where it is counting. */
	hibernate(workspaceId: string, conversationId: string): Promise<void>;
	stop(): Promise<void>;
};

/** `counting`: the objects carry meters, which cost a little time. Without, they are the product's own classes. */
export async function start(script: string, { counting }: { counting: boolean }): Promise<Runtime> {
	const folder = await mkdtemp(join(tmpdir(), "parley-bench-"));
	const object = (name: string) => ({ className: counting ? `Counted${name}` : name, useSQLite: true });
	const miniflare = new Miniflare(
		convertV4MiniflareOptions({
			log: new Log(LogLevel.ERROR),
			cf: false,
			// Standard output is for the table, or for the one line of JSON.
			handleStructuredLogs: ({ level, message }) => {
				if (level === "error" && !runtimeNoise.test(message)) process.stderr.write(`${message}\n`);
			},
			name: "parley",
			modules: true,
			scriptPath: script,
			modulesRoot: join(script, ".."),
			compatibilityDate: await compatibilityDate(),
			bindings: {
				PARLEY_SECRET: randomSecret(),
				SETUP_CODE: randomCode(),
				ANSWERER: "embedded",
				MODEL_URL: "",
				MODEL_NAME: "",
				COUNTING: counting ? "yes" : "no",
			},
			durableObjects: {
				CONVERSATION: object("Conversation"),
				INBOX: object("Inbox"),
				KNOWLEDGE: object("Knowledge"),
				READER: { className: "DocumentReader", useSQLite: true },
				OUTBOX: { className: "WorkspaceOutbox", useSQLite: true },
				COUNTED_CONVERSATION: object("Conversation"),
				COUNTED_INBOX: object("Inbox"),
				FLOOR: { className: "Floor", useSQLite: true },
			},
			d1Databases: { DB: "DB" },
			ratelimits: {
				SESSION_LIMIT: { namespace_id: "1001", simple: { limit: 100_000, period: 60 } },
				VISITOR_LIMIT: { namespace_id: "1002", simple: { limit: 120, period: 60 } },
				SIGN_IN_LIMIT: { namespace_id: "1003", simple: { limit: 100_000, period: 60 } },
			},
			resourcePersistencePath: folder,
			stripCfConnectingIp: false,
			unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
		}),
	);
	await miniflare.ready;
	const host = (await miniflare.unsafeGetDirectURL()).origin;
	return {
		host,
		hibernate: (workspaceId, conversationId) =>
			miniflare
				.unsafeEvictDurableObject("parley", "CountedConversation", {
					name: `${workspaceId}/${conversationId}`,
					webSockets: "hibernate",
				})
				.catch((error: unknown) => {
					if (!asleep.test(String(error))) throw error;
				}),
		async stop() {
			await miniflare.dispose();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
