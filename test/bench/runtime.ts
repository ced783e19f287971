/**
 * The bench's runtime: one workerd with the bench's Worker, started through Miniflare's API, with a direct socket. `wrangler
 * dev` would route every frame through a proxy in a second workerd, which adds the same milliseconds to both sides of each
 * ratio and so flatters it. Storage is a temporary folder that `stop` deletes. It listens on loopback only.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { randomCode, randomSecret } from "../../scripts/local-secrets.ts";
import { readWorkerConfig } from "../../scripts/worker-config.ts";
import { bundleInto } from "../../scripts/worker.ts";

/** Bundles the bench's Worker as wrangler would for an upload. */
export async function bundle(): Promise<{ path: string; remove(): Promise<void> }> {
	const folder = await mkdtemp(join(tmpdir(), "parley-bench-bundle-"));
	await bundleInto(folder, "test/bench/worker/entry.ts");
	return { path: join(folder, "entry.js"), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Messages of the runtime that are left out: an alarm was moved while it was about to fire, and fires at its new time. */
const runtimeNoise = /^NOSENTRY|requestScheduledAlarm/;

/** The objects whose rows and requests are counted (worker/entry.ts). */
const metered = new Set(["Conversation", "Inbox", "Knowledge", "Notifier", "Uploads"]);

/** The error when the object has hibernated already, after ten idle seconds on a busy machine. */
const asleep = /not currently running/;

export type Runtime = {
	/** "http://127.0.0.1:12345". */
	host: string;
	/** Evicts a conversation's object as hibernation does, with its sockets left open. Only for a counting runtime. */
	hibernate(workspaceId: string, conversationId: string): Promise<void>;
	stop(): Promise<void>;
};

/** Starts a runtime. `counting`: with metered objects, which are a little slower; otherwise with the product's own classes. */
export async function start(script: string, { counting }: { counting: boolean }): Promise<Runtime> {
	const folder = await mkdtemp(join(tmpdir(), "parley-bench-"));
	const config = readWorkerConfig();
	const object = (className: string) => ({ className, useSQLite: true });
	const miniflare = new Miniflare(
		convertV4MiniflareOptions({
			log: new Log(LogLevel.ERROR),
			cf: false,
			// Standard output is reserved for the results.
			handleStructuredLogs: ({ level, message }) => {
				if (level === "error" && !runtimeNoise.test(message)) process.stderr.write(`${message}\n`);
			},
			name: "parley",
			modules: true,
			scriptPath: script,
			modulesRoot: join(script, ".."),
			compatibilityDate: config.compatibility_date,
			bindings: {
				PARLEY_SECRET: randomSecret(),
				SETUP_CODE: randomCode(),
				ANSWERER: "embedded",
				MODEL_URL: "",
				MODEL_NAME: "",
				COUNTING: counting ? "yes" : "no",
			},
			durableObjects: {
				...Object.fromEntries(
					config.durable_objects.bindings.map(({ name, class_name }) => [
						name,
						object(counting && metered.has(class_name) ? `Counted${class_name}` : class_name),
					]),
				),
				COUNTED_CONVERSATION: object(counting ? "CountedConversation" : "Conversation"),
				COUNTED_INBOX: object(counting ? "CountedInbox" : "Inbox"),
				FLOOR: object("Floor"),
			},
			d1Databases: { DB: "DB" },
			r2Buckets: config.r2_buckets.map(({ binding }) => binding),
			// All visitors and teammates of the bench have one address; what is counted by visitor stays as it is.
			ratelimits: Object.fromEntries(
				config.ratelimits.map(({ name, namespace_id, simple: { limit, period } }) => [
					name,
					{ namespace_id, simple: { limit: name === "VISITOR_LIMIT" ? limit : 100_000, period } },
				]),
			),
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
