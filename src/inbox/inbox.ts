/**
 * The Inbox: the Durable Object of a workspace's live list of conversations. Every dashboard connects to it. It serves both
 * the pages and the changes after them, so that no change falls between the two. It knows conversations only by the items
 * that they send it, and a message doesn't wait for it. It is long because its calls are many; what they do is beside it.
 */
import { DurableObject } from "cloudflare:workers";
import { callerOf, type MemberCaller } from "../durable/caller.ts";
import type { GrantEnding } from "../durable/grant.ts";
import { conversation } from "../durable/objects.ts";
import { migrate } from "../durable/migrations.ts";
import { close } from "../durable/sockets.ts";
import { log } from "../http/log.ts";
import type { Spender } from "../model/call-budget.ts";
import type { CallLimits, CallUsage } from "../protocol/settings/budgets.ts";
import type { MemberActor } from "../protocol/actor.ts";
import { type Availability, parseFrame } from "../protocol/conversation/frames.ts";
import type { BulkJob } from "../protocol/bulk/job.ts";
import {
	InboxClientFrame,
	type ListedPerson,
	type ListItem,
	type ModelHealthReport,
	type PersonPage,
} from "../protocol/inbox.ts";
import type { InboxFilter } from "../protocol/list/filter.ts";
import { SCALE } from "../protocol/conversation/scale.ts";
import type { Happening, Notice, Whereabouts } from "../protocol/notification/notice.ts";
import type { SavedView } from "../protocol/list/view.ts";
import { PING, PONG } from "../protocol/limits.ts";
import type { AnswerFigures } from "../protocol/figures/answers.ts";
import type { ConversationMetrics, DayFigures, OwnFigures } from "../protocol/figures/days.ts";
import type { TurnNews } from "../protocol/figures/turns.ts";
import { type AwayInput, type InboxCall, type InboxResult, isOfViews, runInboxAction } from "./actions.ts";
import { Batches } from "./batches.ts";
import { Dashboards } from "./dashboards.ts";
import { answerFigures } from "./metrics/answers.ts";
import { dayName, dayStart, figures, ownFigures } from "./metrics/days.ts";
import { Turns } from "./metrics/turns.ts";
import { ListItems } from "./items.ts";
import { searchList } from "./search.ts";
import { type CallGrant, ModelCalls } from "./limits/model-calls.ts";
import { type Start, Starts } from "./limits/starts.ts";
import { viewsOf } from "./list/views.ts";
import { WatchedViews } from "./list/watched-views.ts";
import { LoadGovernor } from "./load.ts";
import type { IndexedText } from "./message-index.ts";
import { migrations } from "./schema.ts";
import { type OpenThread, OpenThreads } from "./open-threads.ts";
import { MemberPresence } from "./routing/presence.ts";
import { heldBy } from "./routing/queue.ts";
import { Router } from "./routing/router.ts";
import { Telling } from "./telling.ts";
import { ModelHealth } from "./metrics/model-health.ts";

export type InboxAvailability = Pick<Availability, "online" | "usualReplyMs">;

/**
 * `gatherMs`: backpressure. For this long, in ms, the conversation should gather messages that change nothing else, and
 * send them as one update.
 */
export type Received = InboxAvailability & { gatherMs: number };

/** Between two steps of indexing what an earlier release has stored, in ms. */
const REFOLD_EVERY_MS = 100;

type Update = {
	item: ListItem;
	texts: IndexedText[];
	metrics: ConversationMetrics | null;
	modelHealth: ModelHealthReport | null;
	turns: readonly TurnNews[];
};

export class Inbox extends DurableObject<Env> {
	#list: ListItems;
	readonly #trouble: ModelHealth;
	readonly #turns: Turns;
	readonly #pace = new LoadGovernor();
	readonly #batches = new Batches<Update>((updates) => this.#store(updates));
	readonly #dashboards: Dashboards;
	readonly #telling: Telling;
	readonly #presence: MemberPresence;
	readonly #router: Router;
	readonly #threads: OpenThreads;
	readonly #starts: Starts;
	readonly #modelCalls: ModelCalls;
	readonly #views: WatchedViews;

	/* ---------- lifecycle ---------- */

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
		migrate(ctx.storage, migrations);
		this.#dashboards = new Dashboards(ctx);
		this.#telling = new Telling({ env, ctx, dashboards: this.#dashboards });
		this.#list = new ListItems(ctx.storage.sql);
		const { sql } = ctx.storage;
		this.#presence = new MemberPresence(sql, (memberId) => this.#dashboards.isConnected(memberId));
		this.#presence.noteHere(this.#dashboards.connected(), Date.now());
		this.#noteGone(Date.now());
		this.#router = new Router({
			env,
			ctx,
			sql,
			presence: this.#presence,
			tell: async (id, happenings) => {
				const item = this.#list.byId(id);
				if (item) await this.#telling.happened(item, happenings);
			},
			armBy: (at) => ctx.waitUntil(this.#armBy(at)),
		});
		this.#views = new WatchedViews(ctx.storage.sql, this.#dashboards, () => this.#list);
		this.#trouble = new ModelHealth(ctx.storage.sql);
		this.#turns = new Turns(ctx.storage.sql);
		this.#threads = new OpenThreads(ctx.storage.sql);
		this.#starts = new Starts(ctx.storage.sql);
		const onUsage = (usage: CallUsage) => this.#dashboards.broadcast({ type: "usage", usage });
		this.#modelCalls = new ModelCalls(ctx.storage.sql, onUsage);
		if (this.#list.messages.refolding || this.#list.people.isAdding) void ctx.storage.setAlarm(Date.now());
	}

	/**
	 * Deletes old numbers of turns, and indexes messages and people of an earlier release anew: some of each at a time, with
	 * whatever arrives in between. Notices who has gone offline, and makes offers that were lost.
	 */
	override async alarm(): Promise<void> {
		const now = Date.now();
		const cleansAt = this.#turns.deleteOld(now);
		if (this.#list.messages.refolding) this.#whole(() => this.#list.messages.refold());
		if (this.#list.people.isAdding) this.#whole(() => this.#list.people.addSome());
		await this.#router.run();
		this.#tellPresence();
		const isBehind = this.#list.messages.refolding || this.#list.people.isAdding;
		const refoldsAt = isBehind ? now + REFOLD_EVERY_MS : null;
		const times = [refoldsAt, cleansAt, this.#presence.nextOfflineAt(now), this.#router.dueAt];
		const due = times.filter((time) => time !== null);
		if (due.length > 0) await this.ctx.storage.setAlarm(Math.min(...due));
	}

	/** Sets the alarm, unless an earlier one is set. */
	async #armBy(at: number): Promise<void> {
		const set = await this.ctx.storage.getAlarm();
		if (set === null || set > at) await this.ctx.storage.setAlarm(at);
	}

	/* ---------- RPC, for conversations and the Worker ---------- */

	/**
	 * Stores a conversation's item, its texts since the last update, its metrics, the model's health and the numbers of the
	 * AI's turns, and has teammates told of what happened. Idempotent. Where the notifier can't be reached it rejects, and the
	 * conversation sends the same again. Under load, updates wait a moment for each other, so that one commit and one frame serve all of them.
	 */
	async receive(
		item: ListItem,
		texts: IndexedText[] = [],
		metrics: ConversationMetrics | null = null,
		modelHealth: ModelHealthReport | null = null,
		turns: readonly TurnNews[] = [],
		happenings: readonly Happening[] = [],
	): Promise<Received> {
		const gatherMs = this.#pace.next(Date.now());
		const update = { item, texts, metrics, modelHealth, turns };
		if (gatherMs === 0) this.#store([update]);
		else await this.#batches.add(update);
		await this.#router.runIfDue();
		await this.#telling.happened(item, this.#router.toldNow(item, happenings));
		return { ...this.availability(), gatherMs };
	}

	#store(updates: Update[]): void {
		const now = Date.now();
		const items: ListItem[] = [];
		let moved = false;
		try {
			for (const { item, texts, metrics, modelHealth, turns } of updates) {
				const { changed, recounted, before } = this.#whole(() => {
					const put = this.#list.put(item, texts, now, metrics);
					// An item of a known version came before, and its turns with it.
					if (put.changed) this.#turns.take(item.id, turns);
					return put;
				});
				if (changed) {
					items.push(item);
					this.#router.stored(item, recounted);
					this.#views.note(before, item);
				}
				if (turns.length > 0) this.ctx.waitUntil(this.#turns.scheduleDeletion(this.ctx.storage, now));
				moved ||= recounted;
				if (!modelHealth || !this.#trouble.take(modelHealth)) continue;
				const trouble = this.#trouble.current;
				this.#dashboards.broadcast({ type: "trouble", trouble });
				if (trouble) this.#telling.troubled(trouble);
			}
		} finally {
			// This runs even if an update failed: those before it are stored, so sending them again would broadcast nothing.
			if (items.length > 0)
				this.#dashboards.broadcast({ type: "items", items, ...(moved ? { counts: this.#list.counts() } : {}) });
			if (items.length > 0) this.#views.tell(now);
		}
	}

	/** Shows notices in their members' dashboards. */
	tell(notices: readonly { memberId: string; notice: Notice }[]): void {
		this.#telling.show(notices);
	}

	/** Where the members who have a dashboard open look. */
	whereabouts(): Whereabouts[] {
		return this.#dashboards.whereabouts();
	}

	/** These conversations as they are now. */
	itemsOf(ids: readonly string[]): ListItem[] {
		this.#batches.flush();
		return ids.map((id) => this.#list.byId(id)).filter((item) => item !== null);
	}

	/** The conversations that a list shows, in its order, at most `most`. */
	idsOf(filter: InboxFilter, text: string, most: number): string[] {
		this.#batches.flush();
		const ids: string[] = [];
		let cursor: string | null = null;
		do {
			const page: { items: ListItem[]; cursor: string | null } = this.#pageOf(filter, cursor, text);
			ids.push(...page.items.map(({ id }) => id));
			({ cursor } = page);
		} while (cursor !== null && ids.length < most);
		return ids.slice(0, most);
	}

	/** Shows a member's dashboards how far their change of many conversations is. */
	tellBulk(memberId: string, job: BulkJob): void {
		this.#dashboards.sendTo(memberId, { type: "bulk", job });
	}

	#pageOf(filter: InboxFilter, cursor: string | null, text: string) {
		return text.trim() === ""
			? this.#list.page(filter, cursor)
			: searchList(this.ctx.storage.sql, this.#list.messages, filter, text, cursor);
	}

	/** Stores an update in one transaction: if half of it stayed, the resent update would count as known. */
	#whole<T>(put: () => T): T {
		const { storage } = this.ctx;
		try {
			return storage.transactionSync(put);
		} catch (error) {
			// The list's caches may hold values that were rolled back.
			this.#list = new ListItems(storage.sql);
			throw error;
		}
	}

	/** Counts a conversation that is about to begin. Returns 0 where it may, else how long it is to wait, in ms. */
	takeStart(start: Start): number {
		return this.#starts.take(start, Date.now());
	}

	/** Counts a model call that is about to be made, and grants it; or refuses it. */
	takeModelCall(spender: Spender, limits: CallLimits): CallGrant {
		return this.#modelCalls.take(spender, limits, Date.now());
	}

	/** Takes back a call that was granted on `day` and not made. */
	returnModelCall(spender: Spender, day: number): void {
		this.#modelCalls.giveBack(spender, day);
	}

	/** Notes that a member opens a thread. False: the grant has ended meanwhile, so the client has to ask anew. */
	openThread(who: MemberCaller, conversationId: string): boolean {
		if (this.#dashboards.hasEnded(who)) return false;
		const thread: OpenThread = { memberId: who.memberId, conversationId, until: who.grant.until };
		this.#threads.add(thread, Date.now());
		return true;
	}

	/**
	 * Ends a member's grants in the list and in every thread they have open. Their dashboards connect anew: those whose
	 * session goes on may, the others learn that theirs has ended.
	 */
	async endGrants(ending: GrantEnding): Promise<void> {
		this.#dashboards.endGrants(ending);
		const workspace = this.ctx.id.name ?? "";
		const told = this.#threads.of(ending.memberId).map((id) => conversation(this.env, workspace, id).endGrants(ending));
		for (const result of await Promise.allSettled(told))
			if (result.status === "rejected") log("grants_not_ended", { workspace, error: result.reason });
	}

	availability(): InboxAvailability {
		return { online: this.#presence.online(Date.now()).length > 0, usualReplyMs: this.#list.usualWait() };
	}

	/** Whether a member is online, and hasn't said that they are away. */
	isIn(memberId: string): boolean {
		return this.#presence.isIn(memberId, Date.now());
	}

	/** The workspace's rules of routing have changed. */
	rulesChanged(): Promise<void> {
		return this.#router.rulesChanged();
	}

	#presenceFrame(now: number) {
		return { online: this.#presence.online(now), away: this.#presence.away() };
	}

	#tellPresence(): void {
		this.#dashboards.broadcast({ type: "presence", ...this.#presenceFrame(Date.now()) });
	}

	/** Dashboards have opened or closed. */
	#presenceSettled(): void {
		const now = Date.now();
		this.#noteGone(now);
		this.#tellPresence();
	}

	/** Who has gone is offline in a while, which the alarm tells. */
	#noteGone(now: number): void {
		this.#presence.noteGone(now);
		const at = this.#presence.nextOfflineAt(now);
		if (at !== null) this.ctx.waitUntil(this.#armBy(at));
	}

	#setAway(who: MemberActor, { away, release }: AwayInput): void {
		this.#presence.setAway(who, away, Date.now());
		this.#tellPresence();
		this.ctx.waitUntil(away ? this.#router.release(who.id, release) : this.#router.run());
	}

	/** Takes the text of a conversation's entry out of the search. The conversation has sent all that it had before. */
	forgetText(id: string, text: IndexedText): void {
		this.#batches.flush();
		this.#whole(() => this.#list.forgetText(id, text));
	}

	/** The visitors' conversations, newest first, including archived ones. */
	byVisitors(ids: string[]): ListItem[] {
		this.#batches.flush();
		return this.#list.byVisitors(ids);
	}

	/** The contact's conversations, newest first, including archived ones. */
	byContact(id: string): ListItem[] {
		this.#batches.flush();
		return this.#list.byContact(id);
	}

	/** Every conversation of a visitor or contact, a page at a time, including archived ones. */
	everyOf(person: ListedPerson, before: number | null): PersonPage {
		this.#batches.flush();
		return this.#list.everyOf(person, before);
	}

	/** A member's conversations that aren't closed, a page at a time, including archived ones. */
	assignedTo(memberId: string, before: number | null): PersonPage {
		this.#batches.flush();
		return this.#list.assignedTo(memberId, before);
	}

	/** Tells every dashboard that the team has changed, so that they read it anew. */
	teamChanged(): void {
		this.#dashboards.broadcast({ type: "team" });
	}

	/** Tells every dashboard that the workspace's tags have changed, so that they read them anew. */
	tagsChanged(): void {
		this.#dashboards.broadcast({ type: "tags" });
	}

	/** How many conversations carry a tag. */
	taggedWith(tag: string): number {
		this.#batches.flush();
		return this.#list.taggedWith(tag);
	}

	/** The team's saved views and the member's own. */
	viewsOf(memberId: string): SavedView[] {
		return viewsOf(this.ctx.storage.sql, memberId);
	}

	/** The figures of the latest `days` days. */
	figures(days: number): DayFigures[] {
		return figures(this.ctx.storage.sql, days, Date.now());
	}

	/** What the member did on each of the latest `days` days. */
	ownFigures(memberId: string, days: number): OwnFigures {
		return ownFigures(this.ctx.storage.sql, memberId, days, Date.now());
	}

	/** The first day with today's scale of confidence; null where there was no turn yet. */
	scaleSince(): string | null {
		const begunAt = this.#turns.begunAt(SCALE);
		return begunAt === null ? null : dayName(begunAt);
	}

	/** What the AI's turns of the latest `days` days add up to. */
	answerFigures(days: number): AnswerFigures {
		const { turns, complete } = this.#turns.since(dayStart(Date.now(), days));
		return answerFigures(turns, complete);
	}

	/** Carries out a member's action on the list. Actions on a conversation are its own object's. */
	act(...call: InboxCall): InboxResult {
		const { storage } = this.ctx;
		const context = { sql: storage.sql, setAway: (who: MemberActor, input: AwayInput) => this.#setAway(who, input) };
		const result = storage.transactionSync(() => runInboxAction(context, call));
		if (result.ok && isOfViews(call)) this.#views.viewsChanged(Date.now());
		return result;
	}

	/* ---------- sockets ---------- */

	/** Accepts a WebSocket upgrade. Only the Worker can send one; it has checked the member. */
	override async fetch(request: Request): Promise<Response> {
		const who = callerOf(request)?.who;
		if (who?.kind !== "member") return new Response("Not found", { status: 404 });
		const { 0: client, 1: server } = new WebSocketPair();
		const refusal = this.#dashboards.accept(server, who);
		if (refusal !== null) {
			server.accept();
			close(server, refusal, "not let in");
			return new Response(null, { status: 101, webSocket: client });
		}
		const now = Date.now();
		if (this.#presence.arrived(who, now)) this.ctx.waitUntil(this.#router.run());
		const presence = this.#presenceFrame(now);
		const offers = this.itemsOf(heldBy(this.ctx.storage.sql, who.memberId, false));
		const hello = { counts: this.#list.counts(), ...presence, offers, now, trouble: this.#trouble.current };
		this.#dashboards.send(server, { type: "hello", ...hello, usage: this.#modelCalls.usage(now) });
		this.#dashboards.schedulePresence(() => this.#presenceSettled());
		return new Response(null, { status: 101, webSocket: client });
	}

	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
		const dashboards = this.#dashboards;
		const who = dashboards.admitted(socket, Date.now());
		if (!who) return;
		const parsed = parseFrame(InboxClientFrame, data);
		if (!parsed.ok)
			return dashboards.send(socket, {
				type: "refused",
				...(parsed.id ? { id: parsed.id } : {}),
				reason: parsed.reason,
			});
		if (parsed.frame.type === "taken") return dashboards.taken(socket, parsed.frame.characters);
		if (parsed.frame.type === "looking") {
			const { focused, conversation: seeing } = parsed.frame;
			return this.#telling.looked(socket, who.memberId, focused, seeing);
		}
		if (parsed.frame.type === "away") {
			const { memberId, name, role } = who;
			this.act({ kind: "member", id: memberId, name, role }, "set_away", parsed.frame);
			return;
		}
		const retryAfterMs = dashboards.delayFor(who, Date.now());
		if (parsed.frame.type === "watch") {
			// A page that asks so often asks again.
			if (retryAfterMs === 0) this.#views.watch(socket, who.memberId, parsed.frame.zone, Date.now());
			return;
		}
		const { id, filter, cursor = null, text = "" } = parsed.frame;
		if (retryAfterMs > 0) return dashboards.send(socket, { type: "refused", id, reason: "flood", retryAfterMs });
		dashboards.send(socket, { type: "page", id, ...this.#pageOf(filter, cursor, text) });
	}

	override webSocketClose(): void {
		this.#dashboards.schedulePresence(() => this.#presenceSettled());
	}

	override webSocketError(): void {
		this.#dashboards.schedulePresence(() => this.#presenceSettled());
	}
}
