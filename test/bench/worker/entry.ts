/**
 * The bench's Worker: src/index.ts unchanged, the floor, and, when the objects are metered, a control route that returns the
 * counts and fills storage. It answers on loopback only and is never deployed.
 */
import * as v from "valibot";
import app from "../../../src/index.ts";
import type { CountedConversation, CountedInbox } from "./counted.ts";
import { countedDatabase, countsIn, countsOf } from "./counts.ts";
import type { Floor } from "./floor.ts";
import { Order, WORKSPACE_HEADER } from "../order.ts";

export {
	Bulk,
	Conversation,
	DocumentReader,
	Inbox,
	Knowledge,
	Notifier,
	Uploads,
	WorkspaceOutbox,
} from "../../../src/index.ts";
export { CountedConversation, CountedInbox, CountedKnowledge, CountedNotifier, CountedUploads } from "./counted.ts";
export { Floor } from "./floor.ts";

type BenchEnv = Env & {
	FLOOR: DurableObjectNamespace<Floor>;
	/** "yes": the objects are the metered classes. */
	COUNTING: string;
	COUNTED_CONVERSATION: DurableObjectNamespace<CountedConversation>;
	COUNTED_INBOX: DurableObjectNamespace<CountedInbox>;
};

async function obey(order: Order, env: BenchEnv): Promise<unknown> {
	switch (order.do) {
		case "counts":
			return countsIn(order.workspace);
		case "sql":
			await env.DB.batch(order.statements.map((statement) => env.DB.prepare(statement)));
			return null;
		case "fill":
			return env.COUNTED_INBOX.getByName(order.workspace).fill(order.filling);
		case "lengthen":
			return env.COUNTED_CONVERSATION.getByName(order.conversation).lengthen(order.messages);
		case "ring":
			return env.COUNTED_CONVERSATION.getByName(order.conversation).ring();
		case "size":
			return env.COUNTED_CONVERSATION.getByName(order.conversation).size();
		default:
			return order satisfies never;
	}
}

export default {
	async fetch(request, env, ctx): Promise<Response> {
		const { pathname } = new URL(request.url);
		if (pathname.startsWith("/floor/")) return env.FLOOR.getByName(pathname).fetch(request);
		if (pathname === "/bench") return Response.json((await obey(v.parse(Order, await request.json()), env)) ?? null);
		if (env.COUNTING !== "yes") return app.fetch(request, env, ctx);
		const counts = countsOf(`worker:${request.headers.get(WORKSPACE_HEADER)}`);
		counts.calls++;
		return app.fetch(request, { ...env, DB: countedDatabase(env.DB, counts) }, ctx);
	},
} satisfies ExportedHandler<BenchEnv>;
