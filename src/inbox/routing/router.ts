/**
 * Offers the conversations that wait to those who are in: after somebody began to wait, a place became free, somebody came, or
 * the rules changed. What it decides by are rows, and a conversation refuses an offer that doesn't fit, so running it twice
 * does no harm. While an offer is on its way nobody else is told of the wait; where it doesn't arrive, they are.
 */
import { database } from "../../db/database.ts";
import { conversation } from "../../durable/objects.ts";
import { withTimeout } from "../../durable/timeout.ts";
import { log } from "../../http/log.ts";
import type { Actor } from "../../protocol/actor.ts";
import { offeredTo } from "../../protocol/conversation/offer.ts";
import type { ListItem } from "../../protocol/inbox.ts";
import type { Happening } from "../../protocol/notification/notice.ts";
import type { RoutingSettings } from "../../protocol/settings/routing.ts";
import { workspaceById } from "../../workspace/settings.ts";
import { choose } from "./choose.ts";
import type { MemberPresence } from "./presence.ts";
import { heldBy, loadsIn, waitersIn } from "./queue.ts";

/** How long the rules are kept in memory, in ms. A change of them is told (`rulesChanged`); this is for one that isn't. */
const KNOWN_MS = 60_000;

/** Timeout of reading the rules, in ms: nobody is told of anything meanwhile. */
const RULES_LIMIT_MS = 3_000;

/** The alarm looks again after an offer, in case it was lost with the object or couldn't be made. ms. */
export const LOOK_AGAIN_MS = 30_000;

const MINUTE_MS = 60_000;

const SYSTEM: Actor = { kind: "system" };

/** An offer on its way. `held`: what the others are told if it doesn't arrive. */
type Pending = { member: string; at: number; held: Happening[] };

/** It is for everybody who is there. */
const isWait = ({ what, to }: Happening): boolean => to === null && (what === "waiting" || what === "woke");

export type RouterDeps = {
	env: Env;
	ctx: Pick<DurableObjectState, "id" | "waitUntil">;
	sql: SqlStorage;
	presence: MemberPresence;
	/** Has teammates told of what happened in a conversation. */
	tell(conversationId: string, happenings: readonly Happening[]): Promise<void>;
	/** Sets the alarm, unless an earlier one is set. */
	armBy(at: number): void;
};

export class Router {
	readonly #deps: RouterDeps;
	/** In memory: what is lost with it, the alarm offers again. */
	readonly #pending = new Map<string, Pending>();
	#rules: { at: number; settings: RoutingSettings } | null = null;
	#isDue = false;

	constructor(deps: RouterDeps) {
		this.#deps = deps;
	}

	/** An item was stored: an offer that it shows, or that it makes void, is on its way no more. `moved`: others may be due. */
	stored({ id, status, handler, assignee, routing }: ListItem, moved: boolean): void {
		this.#isDue ||= moved;
		const offer = this.#pending.get(id);
		const waits = status === "open" && handler === "waiting" && assignee === null;
		if (!offer || (waits && !routing?.passed.includes(offer.member))) return;
		this.#pending.delete(id);
		// One that was offered and let go of between two updates looks as it did before, and waits for the next.
		this.#isDue = true;
	}

	/** What is to be told now: that somebody waits, only where they aren't offered to anybody, nor about to be. */
	toldNow(item: ListItem, happenings: readonly Happening[]): Happening[] {
		if (offeredTo(item)) return happenings.filter((happening) => !isWait(happening));
		return this.#hold(item.id, happenings);
	}

	#hold(conversationId: string, happenings: readonly Happening[]): Happening[] {
		const offer = this.#pending.get(conversationId);
		if (!offer) return [...happenings];
		offer.held.push(...happenings.filter(isWait));
		return happenings.filter((happening) => !isWait(happening));
	}

	rulesChanged(): Promise<void> {
		this.#rules = null;
		return this.run();
	}

	/** The same, where something has moved since the last time. */
	async runIfDue(): Promise<void> {
		if (this.#isDue) await this.run();
	}

	/** Makes the offers that are to be made. Never rejects. */
	async run(): Promise<void> {
		const rules = await this.#know();
		// Nothing is awaited from here on: two runs don't offer the same.
		this.#isDue = false;
		if (!rules || rules.routing === "by_hand") return;
		const { sql, presence, ctx, armBy } = this.#deps;
		const now = Date.now();
		for (const [id, { at }] of this.#pending) if (now - at > LOOK_AGAIN_MS) this.#pending.delete(id);
		const waiters = waitersIn(sql).filter(({ id }) => !this.#pending.has(id));
		if (waiters.length === 0) return;
		const loads = loadsIn(sql);
		for (const { member } of this.#pending.values()) loads.set(member, (loads.get(member) ?? 0) + 1);
		const offers = choose(presence.takers(loads, now), waiters, { mode: rules.routing, limit: rules.routingLimit });
		if (offers.length === 0) return;
		armBy(now + LOOK_AGAIN_MS);
		for (const [index, { conversation: id, member }] of offers.entries()) {
			const offer = { member, at: now, held: [] };
			this.#pending.set(id, offer);
			presence.offered(member, now + index);
			ctx.waitUntil(this.#offer(id, offer, now + rules.routingMinutes * MINUTE_MS));
		}
	}

	/** When the alarm is to look again; null: no offer is on its way. */
	get dueAt(): number | null {
		return this.#pending.size > 0 ? Date.now() + LOOK_AGAIN_MS : null;
	}

	/** Takes from a member what is offered to them, and with `all` their open conversations too: they wait for others. */
	async release(memberId: string, all: boolean): Promise<void> {
		const onTheirWay = [...this.#pending].flatMap(([id, { member }]) => (member === memberId ? [id] : []));
		const ids = new Set([...heldBy(this.#deps.sql, memberId, all), ...onTheirWay]);
		const released = [...ids].map((id) => this.#stub(id).act(SYSTEM, "release", { member: memberId, offerOnly: !all }));
		for (const result of await Promise.allSettled(released))
			if (result.status === "rejected") log("not_released", { workspace: this.#workspaceId, error: result.reason });
	}

	async #offer(id: string, offer: Pending, until: number): Promise<void> {
		const { member, held } = offer;
		try {
			const result = await this.#stub(id).act(SYSTEM, "route", { member, until });
			// The item that shows it is on its way. Whoever has gone meanwhile isn't waited for.
			if (result.ok && this.#deps.presence.isIn(member, Date.now())) return;
			if (result.ok) return void (await this.#stub(id).act(SYSTEM, "release", { member, offerOnly: true }));
			if (this.#pending.get(id) === offer) this.#pending.delete(id);
			if (result.reason !== "invalid") return;
			// They may take none any more. The next is asked, or else all are told.
			this.#deps.presence.forget(member);
			await this.run();
		} catch (error) {
			if (this.#pending.get(id) === offer) this.#pending.delete(id);
			log("not_offered", { workspace: this.#workspaceId, conversation: id, error });
		}
		const rest = this.#hold(id, held);
		if (rest.length > 0)
			await this.#deps
				.tell(id, rest)
				.catch((error: unknown) => log("wait_not_told", { workspace: this.#workspaceId, conversation: id, error }));
	}

	/** The rules in D1; where it can't be read, those that were known last. Null: none are known. */
	async #know(): Promise<RoutingSettings | null> {
		const now = Date.now();
		if (this.#rules && now - this.#rules.at < KNOWN_MS) return this.#rules.settings;
		try {
			const reading = workspaceById(database(this.#deps.env), this.#workspaceId);
			const workspace = await withTimeout(RULES_LIMIT_MS, reading, "D1 doesn't answer.");
			if (workspace) this.#rules = { at: now, settings: workspace.settings };
		} catch (error) {
			log("routing_unknown", { workspace: this.#workspaceId, error });
		}
		return this.#rules?.settings ?? null;
	}

	#stub(id: string) {
		return conversation(this.#deps.env, this.#workspaceId, id);
	}

	get #workspaceId(): string {
		return this.#deps.ctx.id.name ?? "";
	}
}
