/**
 * The Worker under chaos: src/index.ts as it is, with D1 and the Inbox breakable. Its one route more is for the storm;
 * it answers only on this machine and only to whoever started this Worker, and exists in no other build.
 */
import app, {
	Conversation as TheConversation,
	Inbox as TheInbox,
	Knowledge as TheKnowledge,
} from "../../../src/index.ts";
import { answered, breakable, faults, modeOf, reach } from "./faults.ts";

type ChaosEnv = Env & { CHAOS_KEY: string };

export class Conversation extends TheConversation {
	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, { ...env, DB: breakable(env.DB) });
	}
}

export class Knowledge extends TheKnowledge {}

/** Calls and new sockets fail while it is down; what is connected stays so, as with an object that is overloaded. */
export class Inbox extends TheInbox {
	override apply(...args: Parameters<TheInbox["apply"]>): ReturnType<TheInbox["apply"]> {
		reach("inbox");
		return answered("inbox", super.apply(...args));
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
		if (url.pathname !== "/chaos") return app.fetch(request, { ...env, DB: breakable(env.DB) }, ctx);
		if (url.hostname !== "127.0.0.1" || request.headers.get("x-chaos-key") !== env.CHAOS_KEY)
			return new Response("Not found", { status: 404 });
		faults.d1 = modeOf(url.searchParams.get("d1"));
		faults.inbox = modeOf(url.searchParams.get("inbox"));
		return Response.json(faults);
	},
} satisfies ExportedHandler<ChaosEnv>;
