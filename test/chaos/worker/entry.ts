/**
 * The Worker under chaos: src/index.ts as it is, with D1 and the Inbox breakable. Its routes more are for the storm and
 * for a look at what a conversation has stored; they answer only on this machine and only to whoever started this
 * Worker, and exist in no other build.
 */
import app, {
	Conversation as TheConversation,
	Inbox as TheInbox,
	Knowledge as TheKnowledge,
} from "../../../src/index.ts";
import { answered, breakable, faults, modeOf, reach } from "./faults.ts";

type ChaosEnv = Omit<Env, "CONVERSATION"> & { CONVERSATION: DurableObjectNamespace<Conversation>; CHAOS_KEY: string };

export class Conversation extends TheConversation {
	/** When this copy of it woke, ms since 1970. */
	readonly #wokeAt = Date.now();

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, { ...env, DB: breakable(env.DB) });
	}

	/** What only its storage says: why a deadline was missed can't be read from the public routes. */
	async inside(): Promise<string> {
		const { sql } = this.ctx.storage;
		const alarm = await this.ctx.storage.getAlarm();
		const rows = (query: string) => sql.exec(query).toArray();
		return JSON.stringify({
			now: Date.now(),
			wokeAt: this.#wokeAt,
			alarm,
			sockets: this.ctx.getWebSockets().length,
			version: this.item()?.version ?? null,
			record: rows("SELECT body FROM document WHERE slot = 1"),
			turn: rows("SELECT * FROM turn"),
			effects: rows("SELECT * FROM effect"),
		});
	}
}

export class Knowledge extends TheKnowledge {}

/** Calls and new sockets fail while it is down; what is connected stays so, as with an object that is overloaded. */
export class Inbox extends TheInbox {
	override receive(...args: Parameters<TheInbox["receive"]>): ReturnType<TheInbox["receive"]> {
		reach("inbox");
		return answered("inbox", super.receive(...args));
	}

	override availability(): ReturnType<TheInbox["availability"]> {
		reach("inbox");
		return super.availability();
	}

	override async fetch(request: Request): Promise<Response> {
		reach("inbox");
		return super.fetch(request);
	}
}

export default {
	async fetch(request, env, ctx): Promise<Response> {
		const url = new URL(request.url);
		const own = url.pathname === "/chaos" || url.pathname === "/chaos/inside";
		if (!own) return app.fetch(request, { ...env, DB: breakable(env.DB) }, ctx);
		if (url.hostname !== "127.0.0.1" || request.headers.get("x-chaos-key") !== env.CHAOS_KEY)
			return new Response("Not found", { status: 404 });
		const inside = url.pathname === "/chaos/inside" ? url.searchParams.get("of") : null;
		if (inside !== null) return new Response(await env.CONVERSATION.getByName(inside).inside());
		faults.d1 = modeOf(url.searchParams.get("d1"));
		faults.inbox = modeOf(url.searchParams.get("inbox"));
		return Response.json(faults);
	},
} satisfies ExportedHandler<ChaosEnv>;
