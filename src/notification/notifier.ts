/**
 * The notifier of one workspace: a Durable Object that decides who is told of what happens and tells them. It is no part of the
 * Inbox, because it waits for other people's servers, keeps secrets, and may fail without the list failing. The Inbox tells it
 * what conversations did and where members look; dashboards get their notices through the Inbox. What is owed later is rows.
 */
import { DurableObject } from "cloudflare:workers";
import { database } from "../db/database.ts";
import { migrate } from "../durable/migrations.ts";
import { conversation, inbox } from "../durable/objects.ts";
import { log } from "../http/log.ts";
import { OwnError } from "../http/own-error.ts";
import type { ListItem } from "../protocol/inbox.ts";
import type { AlertChannel } from "../protocol/notification/channel.ts";
import type { Happening, Notice, Whereabouts } from "../protocol/notification/notice.ts";
import type { WorkspaceSettings } from "../protocol/workspace.ts";
import { workspaceById } from "../workspace/settings.ts";
import { deliverPosts } from "./channel/deliver.ts";
import { type OwedPost, Posts } from "./channel/posts.ts";
import { channelsOf } from "./channel/store.ts";
import { decide, type Recipient } from "./decide.ts";
import { type Event, eventOf, noticeOf } from "./event.ts";
import { deliverMails } from "./mail/deliver.ts";
import { firstDue, owedOf } from "./owed.ts";
import { migrations, type NewPending, Pending, type PendingRow } from "./pending.ts";
import { type Addressee, addressees } from "./preferences.ts";
import { deliverPushes } from "./push/deliver.ts";
import { stillHolds } from "./unseen.ts";

/** How long preferences are kept in memory, in ms. A change of them is told (`forget`); this is for whatever isn't. */
const KNOWN_MS = 60_000;

/** When the next alarm is set for while one runs, in case it is killed, in ms. */
const CRASH_MS = 60_000;

/** The longest time between a look at what is owed and the next, where something is. ms. */
const LOOK_AGAIN_MS = 3_600_000;

/** A post is attempted at once; this is when it is due for the alarm, in case of a crash before that. ms. */
const POST_AGAIN_MS = 30_000;

type Known = {
	at: number;
	name: string;
	settings: WorkspaceSettings;
	people: Addressee[];
	channels: AlertChannel[];
};

export type TabNotice = { memberId: string; notice: Notice };

export class Notifier extends DurableObject<Env> {
	readonly #pending: Pending;
	readonly #posts: Posts;
	#known: Known | null = null;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		migrate(ctx.storage, migrations);
		this.#pending = new Pending(ctx.storage.sql);
		this.#posts = new Posts(ctx.storage.sql);
	}

	/* ---------- RPC, for the Inbox and other objects ---------- */

	/** What happened in a conversation. Resolves to what dashboards are to show, once everything else is stored. Idempotent. */
	async happened(item: ListItem, happenings: readonly Happening[], where: Whereabouts[]): Promise<TabNotice[]> {
		const told: TabNotice[] = [];
		for (const happening of happenings) told.push(...(await this.#tell(eventOf(item.id, happening), item, where)));
		return told;
	}

	/** Something that happened outside conversations: it is shown in dashboards too. Idempotent by topic and `seq`. */
	async report({ what, topic, seq, about, to }: Pick<Event, "what" | "topic" | "seq" | "about" | "to">): Promise<void> {
		const list = inbox(this.env, this.#workspaceId);
		const event = { what, topic, seq, about, to, by: null, at: Date.now(), conversationId: null };
		const notices = await this.#tell(event, null, await list.whereabouts());
		if (notices.length > 0) await list.tell(notices);
	}

	/** A member has a conversation on the screen: nothing is owed for it any more. */
	seen(memberId: string, conversationId: string): void {
		this.#pending.seen(memberId, conversationId);
	}

	/** Preferences, members or settings have changed. */
	forget(): void {
		this.#known = null;
	}

	/* ---------- what is owed later ---------- */

	override async alarm(): Promise<void> {
		await this.ctx.storage.setAlarm(Date.now() + CRASH_MS);
		try {
			await this.#escalateDue(Date.now());
			await this.#push(this.#pending.duePushes(Date.now()));
			await this.#mail(Date.now());
			await this.#post(this.#posts.due(Date.now()));
			this.#posts.forgetOld(Date.now());
			this.#pending.forgetOld(Date.now());
		} catch (error) {
			// A rejection would leave the retries to the platform, which gives up after six.
			log("notifier_failed", { workspace: this.#workspaceId, error });
			return;
		}
		const times = [this.#pending.nextDueAt(), this.#posts.nextDueAt()].filter((time) => time !== null);
		const due = times.length === 0 ? null : Math.min(...times);
		if (due === null) await this.ctx.storage.deleteAlarm();
		else await this.ctx.storage.setAlarm(this.#bounded(due));
	}

	async #post(owed: readonly OwedPost[]): Promise<void> {
		if (owed.length === 0) return;
		const settings = (await this.#know())?.settings;
		if (!settings) return;
		const items = await inbox(this.env, this.#workspaceId).itemsOf([...new Set(owed.map(({ topic }) => topic))]);
		const [env, workspaceId, posts] = [this.env, this.#workspaceId, this.#posts];
		let isKnown = true;
		const tell = async ({ id, name: about }: { id: string; name: string }) => {
			isKnown = false;
			await this.report({ what: "channel_failed", topic: `#channel.${id}`, seq: Date.now(), about, to: null });
		};
		await deliverPosts({ env, workspaceId, settings, posts, owed, items, tell });
		if (!isKnown) this.#known = null;
	}

	async #mail(now: number): Promise<void> {
		if (this.#pending.dueMails(now).length === 0) return;
		// A mail goes by what is set now.
		this.#known = null;
		const known = await this.#know();
		if (!known) return;
		const { name: workspace, settings, people } = known;
		const [env, workspaceId, pending] = [this.env, this.#workspaceId, this.#pending];
		const itemsOf = (ids: string[]): Promise<ListItem[]> => inbox(env, workspaceId).itemsOf(ids);
		const noteAddressOf = (id: string): Promise<string | null> => conversation(env, workspaceId, id).noteAddress();
		await deliverMails({ env, workspaceId, workspace, settings, people, pending, itemsOf, noteAddressOf }, now);
	}

	async #push(rows: readonly PendingRow[]): Promise<void> {
		if (rows.length === 0) return;
		const known = await this.#know();
		if (!known) return;
		const { settings, people } = known;
		const items = await inbox(this.env, this.#workspaceId).itemsOf([...new Set(rows.map(({ topic }) => topic))]);
		const context = { env: this.env, workspaceId: this.#workspaceId, pending: this.#pending, settings, people };
		await deliverPushes(context, rows, items);
	}

	/** Tells the next of what nobody has reacted to. */
	async #escalateDue(now: number): Promise<void> {
		const due = this.#pending.dueEscalations(now);
		if (due.length === 0) return;
		const list = inbox(this.env, this.#workspaceId);
		const topics = [...new Map(due.map((row) => [row.topic, row])).values()];
		const [items, where] = await Promise.all([list.itemsOf(topics.map(({ topic }) => topic)), list.whereabouts()]);
		for (const { topic, what, member, seq, at } of topics) {
			const item = items.find(({ id }) => id === topic) ?? null;
			if (stillHolds(what, member, item)) {
				const already = new Set([...this.#pending.membersOf(topic), ...(item?.assignee ? [item.assignee.id] : [])]);
				const event = {
					what: "waiting",
					topic,
					conversationId: topic,
					seq,
					at,
					by: null,
					to: null,
					about: null,
				} as const;
				const notices = await this.#tell(event, item, where, already);
				if (notices.length > 0) await list.tell(notices);
			}
			this.#pending.escalated(topic);
		}
	}

	/* ---------- telling ---------- */

	/** Decides who is told, and notes what is owed to them. `already`: who was told before; the event goes to the next. */
	async #tell(
		event: Event,
		item: ListItem | null,
		where: readonly Whereabouts[],
		already: ReadonlySet<string> = new Set(),
	): Promise<TabNotice[]> {
		const known = await this.#know();
		if (!known) return [];
		const { settings, people, channels } = known;
		const recipients = people.map((person): Recipient => ({ ...person, presence: presenceOf(person.id, where) }));
		const rules = { hours: settings.hours, defaults: settings.notificationDefaults };
		const now = Date.now();
		let told = decide(event, recipients, rules, now, already);
		// Those who are there have turned everything off: the others are told at once.
		if (told.length === 0 && event.what === "waiting" && event.to === null && already.size === 0) {
			const there = recipients.filter(({ presence }) => presence.open).map(({ id }) => id);
			if (there.length > 0) told = decide(event, recipients, rules, now, new Set(there));
		}
		const isNext = already.size > 0;
		const takesPushes = new Set(people.filter(({ devices }) => devices > 0).map(({ id }) => id));
		const owed = told.map((one) =>
			owedOf(event, one, settings, { takesPushes: takesPushes.has(one.memberId), isNext }, now),
		);
		const fresh = owed.filter((row) => this.#pending.note(row));
		// What is offered to one isn't for a channel: where they don't react, it hears of it.
		const isOffer = event.what === "waiting" && event.to !== null;
		const posts = isNext || isOffer ? [] : this.#owePosts(event, channels, now);
		const due = posts.length > 0 ? now + POST_AGAIN_MS : firstDue(fresh);
		if (due !== null) await this.#armBy(due);
		this.#soon(this.#push(pushesOf(fresh)));
		this.#soon(this.#post(posts));
		const members = new Set(fresh.map(({ member }) => member));
		return told
			.filter(({ memberId, ways }) => members.has(memberId) && ways.some((way) => way !== "push"))
			.map(({ memberId, ways }) => ({ memberId, notice: noticeOf(event, item, ways) }));
	}

	/** Owes a post to each channel that is told of such an event. Those that are new. */
	#owePosts({ topic, what, seq, at, about }: Event, channels: readonly AlertChannel[], now: number): OwedPost[] {
		return channels
			.filter((channel) => channel.problem === null && channel.what.includes(what))
			.map(({ id: channel }) => ({ channel, topic, what, seq, at, about, failures: 0 }))
			.filter((owed) => this.#posts.add(owed, now + POST_AGAIN_MS));
	}

	/** Work that goes on while the caller does. The alarm is for whatever fails. */
	#soon(work: Promise<void>): void {
		this.ctx.waitUntil(work.catch((error: unknown) => log("notifier_failed", { workspace: this.#workspaceId, error })));
	}

	/** Sets the alarm where none is set, or a later one. */
	async #armBy(due: number): Promise<void> {
		const { storage } = this.ctx;
		const [alarm, at] = [await storage.getAlarm(), this.#bounded(due)];
		if (alarm === null || alarm > at || alarm <= Date.now() - CRASH_MS) await storage.setAlarm(at);
	}

	#bounded(due: number): number {
		const now = Date.now();
		return Math.min(Math.max(due, now + 1_000), now + LOOK_AGAIN_MS);
	}

	/** Null: the workspace is gone, and nobody is told of anything. */
	async #know(): Promise<Known | null> {
		const now = Date.now();
		if (this.#known && now - this.#known.at < KNOWN_MS) return this.#known;
		const db = database(this.env);
		const workspace = await workspaceById(db, this.#workspaceId);
		if (!workspace) return null;
		const { name, settings } = workspace;
		const [people, channels] = await Promise.all([
			addressees(db, this.#workspaceId, settings),
			channelsOf(db, this.#workspaceId),
		]);
		this.#known = { at: now, name, settings, people, channels };
		return this.#known;
	}

	/** The object's name: stubs are made by name only (durable/objects.ts). */
	get #workspaceId(): string {
		const { name } = this.ctx.id;
		if (name === undefined) throw new OwnError("A notifier is reached by its workspace's name.");
		return name;
	}
}

/** The pushes of what was noted just now, which are attempted at once. */
const pushesOf = (fresh: readonly NewPending[]): PendingRow[] =>
	fresh.filter(({ pushAt }) => pushAt !== null).map((row) => ({ ...row, pushFailures: 0, pushTo: null }));

function presenceOf(memberId: string, where: readonly Whereabouts[]): Recipient["presence"] {
	const own = where.find((one) => one.memberId === memberId);
	return { open: own !== undefined, focused: own?.focused ?? false, seeing: own?.seeing ?? [] };
}
