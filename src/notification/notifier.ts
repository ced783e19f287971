/**
 * The notifier of one workspace: a Durable Object that decides who is told of what happens and tells them. It is no part of the
 * Inbox, because it waits for other people's servers, keeps secrets, and may fail without the list failing. The Inbox tells it
 * what conversations did and where members look; dashboards get their notices through the Inbox. What is owed later is rows.
 */
import { DurableObject } from "cloudflare:workers";
import { database } from "../db/database.ts";
import { migrate } from "../durable/migrations.ts";
import { inbox } from "../durable/objects.ts";
import { log } from "../http/log.ts";
import { OwnError } from "../http/own-error.ts";
import type { ListItem } from "../protocol/inbox.ts";
import type { Happening, Notice, Whereabouts } from "../protocol/notification/notice.ts";
import type { WorkspaceSettings } from "../protocol/workspace.ts";
import { workspaceById } from "../workspace/settings.ts";
import { decide, type Recipient, type Told } from "./decide.ts";
import { type Event, eventOf, noticeOf } from "./event.ts";
import { migrations, Pending } from "./pending.ts";
import { type Addressee, addressees } from "./preferences.ts";
import { stillHolds } from "./unseen.ts";

/** How long preferences are kept in memory, in ms. A change of them is told (`forget`); this is for whatever isn't. */
const KNOWN_MS = 60_000;

/** When the next alarm is set for while one runs, in case it is killed, in ms. */
const CRASH_MS = 60_000;

/** The longest time between a look at what is owed and the next, where something is. ms. */
const LOOK_AGAIN_MS = 3_600_000;

const MINUTE_MS = 60_000;

type Known = { at: number; name: string; settings: WorkspaceSettings; people: Addressee[] };

export type TabNotice = { memberId: string; notice: Notice };

export class Notifier extends DurableObject<Env> {
	readonly #pending: Pending;
	#known: Known | null = null;

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		migrate(ctx.storage, migrations);
		this.#pending = new Pending(ctx.storage.sql);
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
			this.#pending.forgetOld(Date.now());
		} catch (error) {
			// A rejection would leave the retries to the platform, which gives up after six.
			log("notifier_failed", { workspace: this.#workspaceId, error });
			return;
		}
		const due = this.#pending.nextDueAt();
		if (due === null) await this.ctx.storage.deleteAlarm();
		else await this.ctx.storage.setAlarm(this.#bounded(due));
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
		const { settings, people } = await this.#know();
		const recipients = people.map((person): Recipient => ({ ...person, presence: presenceOf(person.id, where) }));
		const rules = { hours: settings.hours, defaults: settings.notificationDefaults };
		const now = Date.now();
		let told = decide(event, recipients, rules, now, already);
		// Those who are there have turned everything off: the others are told at once.
		if (told.length === 0 && event.what === "waiting" && already.size === 0) {
			const there = recipients.filter(({ presence }) => presence.open).map(({ id }) => id);
			if (there.length > 0) told = decide(event, recipients, rules, now, new Set(there));
		}
		const fresh = told.filter((one) => this.#note(event, one, settings, already.size > 0));
		const due = this.#soonest(fresh, settings, now);
		if (due !== null) await this.#armBy(due);
		return fresh
			.filter(({ ways }) => ways.some((way) => way !== "push"))
			.map(({ memberId, ways }) => ({ memberId, notice: noticeOf(event, item, ways) }));
	}

	#note(
		{ topic, what, seq, at, about }: Event,
		{ memberId, mailAt }: Told,
		settings: WorkspaceSettings,
		isNext: boolean,
	) {
		const { escalateAfterMinutes } = settings;
		const escalates =
			escalateAfterMinutes !== null && !isNext && (what === "waiting" || what === "mine" || what === "assigned");
		return this.#pending.note({
			member: memberId,
			topic,
			what,
			seq,
			at,
			about,
			mailAt,
			pushAt: null,
			escalateAt: escalates ? Date.now() + escalateAfterMinutes * MINUTE_MS : null,
		});
	}

	/** When the alarm is needed for what was noted just now. */
	#soonest(told: readonly Told[], { escalateAfterMinutes }: WorkspaceSettings, now: number): number | null {
		if (told.length === 0) return null;
		const times = told.flatMap(({ mailAt }) => (mailAt === null ? [] : [mailAt]));
		if (escalateAfterMinutes !== null) times.push(now + escalateAfterMinutes * MINUTE_MS);
		return times.length === 0 ? null : Math.min(...times);
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

	async #know(): Promise<Known> {
		const now = Date.now();
		if (this.#known && now - this.#known.at < KNOWN_MS) return this.#known;
		const db = database(this.env);
		const workspace = await workspaceById(db, this.#workspaceId);
		if (!workspace) throw new OwnError("There is no such workspace.");
		const { name, settings } = workspace;
		this.#known = { at: now, name, settings, people: await addressees(db, this.#workspaceId, settings) };
		return this.#known;
	}

	/** The object's name: stubs are made by name only (durable/objects.ts). */
	get #workspaceId(): string {
		const { name } = this.ctx.id;
		if (name === undefined) throw new OwnError("A notifier is reached by its workspace's name.");
		return name;
	}
}

function presenceOf(memberId: string, where: readonly Whereabouts[]): Recipient["presence"] {
	const own = where.find((one) => one.memberId === memberId);
	return { open: own !== undefined, focused: own?.focused ?? false, seeing: own?.seeing ?? [] };
}
