/**
 * The Worker of a chaos run: src/index.ts unchanged, with D1, the Inbox and the steps of a block's delivery breakable, and mail and
 * Slack led to stand-ins (outside.ts). It has extra routes, to set faults, to read a conversation's storage, and to let what waits
 * to be mailed to teammates be due. They answer only on this machine, to whoever has the key of
 * this run, and exist in no other build.
 */
import app, {
	Conversation as TheConversation,
	DocumentReader as TheReader,
	Inbox as TheInbox,
	Knowledge as TheKnowledge,
	Notifier as TheNotifier,
	Uploads as TheUploads,
	WorkspaceOutbox as TheOutbox,
} from "../../../src/index.ts";
import { agedConversation, ageNotifier, mailing, stayHere } from "./outside.ts";
import { answered, breakable, cutAfter, faults, modeOf, reach, stepOf } from "./faults.ts";

export { Bulk } from "../../../src/index.ts";

type ChaosEnv = Omit<Env, "CONVERSATION" | "NOTIFIER"> & {
	CONVERSATION: DurableObjectNamespace<Conversation>;
	NOTIFIER: DurableObjectNamespace<Notifier>;
	CHAOS_KEY: string;
};

stayHere();

export class Conversation extends TheConversation {
	/** When this instance was constructed, in ms since 1970. */
	readonly #wokeAt = Date.now();

	constructor(ctx: DurableObjectState, env: Env) {
		super(agedConversation(ctx), { ...env, ...mailing(ctx.id.name), DB: breakable(env.DB) });
	}

	override async act(...call: Parameters<TheConversation["act"]>): ReturnType<TheConversation["act"]> {
		const answer = await super.act(...call);
		if (call[1] === "follow_blocks") cutAfter("told");
		return answer;
	}

	/** The object's storage as JSON, for the report: public routes don't show why a deadline was missed. */
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

export class DocumentReader extends TheReader {}

export class Notifier extends TheNotifier {
	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, { ...env, DB: breakable(env.DB) });
		this.age();
	}

	age(): void {
		ageNotifier(this.ctx);
	}
}

export class Uploads extends TheUploads {}

/** While it is down, calls and new sockets fail and open sockets stay open, as with an overloaded object. */
export class Inbox extends TheInbox {
	override receive(...args: Parameters<TheInbox["receive"]>): ReturnType<TheInbox["receive"]> {
		reach("inbox");
		return answered("inbox", super.receive(...args));
	}

	override takeStart(...args: Parameters<TheInbox["takeStart"]>): ReturnType<TheInbox["takeStart"]> {
		reach("inbox");
		return answered("inbox", super.takeStart(...args));
	}

	override takeModelCall(...args: Parameters<TheInbox["takeModelCall"]>): ReturnType<TheInbox["takeModelCall"]> {
		reach("inbox");
		return answered("inbox", super.takeModelCall(...args));
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

/** Aborts at the step that the storm chose, as if its machine were lost. */
export class WorkspaceOutbox extends TheOutbox {
	constructor(ctx: DurableObjectState, env: Env) {
		const before = (sql: string) => {
			if (sql.startsWith('delete from "outbox"')) cutAfter("delivered", (reason) => ctx.abort(reason));
		};
		super(ctx, { ...env, DB: breakable(env.DB, { before }) });
	}

	override async look(): Promise<void> {
		await super.look();
		cutAfter("look");
	}

	override async drain(): Promise<void> {
		cutAfter("drain", (reason) => this.ctx.abort(reason));
		await super.drain();
	}
}

/** Fails a request right after its outbox row was written. */
const after = (sql: string): void => {
	if (sql.startsWith('insert into "outbox"')) cutAfter("batch");
};

export default {
	async fetch(request, env, ctx): Promise<Response> {
		const url = new URL(request.url);
		const own = ["/chaos", "/chaos/inside", "/chaos/age"].includes(url.pathname);
		if (!own) return app.fetch(request, { ...env, DB: breakable(env.DB, { after }) }, ctx);
		if (url.hostname !== "127.0.0.1" || request.headers.get("x-chaos-key") !== env.CHAOS_KEY)
			return new Response("Not found", { status: 404 });
		const inside = url.pathname === "/chaos/inside" ? url.searchParams.get("of") : null;
		if (inside !== null) return new Response(await env.CONVERSATION.getByName(inside).inside());
		if (url.pathname === "/chaos/age") {
			await env.NOTIFIER.getByName(url.searchParams.get("of") ?? "").age();
			return new Response(null, { status: 204 });
		}
		faults.d1 = modeOf(url.searchParams.get("d1"));
		faults.inbox = modeOf(url.searchParams.get("inbox"));
		faults.cut = stepOf(url.searchParams.get("cut"));
		return Response.json(faults);
	},
} satisfies ExportedHandler<ChaosEnv>;
