/**
 * What the Inbox does so that members are told: it hands what happened to the workspace's notifier, with where its members
 * look, and shows the notices that come back in their dashboards. Who is told, and how, is decided there.
 */
import { notifier } from "../durable/objects.ts";
import { log } from "../http/log.ts";
import type { ListItem, ModelTrouble } from "../protocol/inbox.ts";
import type { Happening, Notice } from "../protocol/notification/notice.ts";
import type { Dashboards } from "./dashboards.ts";

export type TellingDeps = {
	env: Pick<Env, "NOTIFIER">;
	ctx: Pick<DurableObjectState, "id" | "waitUntil">;
	dashboards: Dashboards;
};

/** The messages of one conversation that come within this time, in ms, are told of once. */
const TOGETHER_MS = 10_000;
const MOST_TOLD = 1_000;

export class Telling {
	readonly #deps: TellingDeps;
	/** When each conversation's last message was told of, in ms since 1970. In memory: lost, one more is told. */
	readonly #toldAt = new Map<string, number>();

	constructor(deps: TellingDeps) {
		this.#deps = deps;
	}

	/** Rejects where the notifier can't be reached. What its only addressee has on the screen costs no call. */
	async happened(item: ListItem, happenings: readonly Happening[]): Promise<void> {
		if (happenings.length === 0) return;
		const where = this.#deps.dashboards.whereabouts();
		const isSeen = (memberId: string | null) =>
			where.some((one) => one.memberId === memberId && one.seeing.includes(item.id));
		const now = Date.now();
		const news = happenings.filter(
			({ what, to }) => !isSeen(to) && !(what === "mine" && this.#wasToldOf(item.id, now)),
		);
		if (news.length === 0) return;
		this.show(await this.#notifier.happened(item, news, where));
		if (news.some(({ what }) => what === "mine")) this.#noteTold(item.id, now);
	}

	/** Of the messages of one conversation that come within seconds, the first is told of: what it told holds for the others. */
	#wasToldOf(conversation: string, now: number): boolean {
		const at = this.#toldAt.get(conversation);
		return at !== undefined && now - at < TOGETHER_MS && now >= at;
	}

	#noteTold(conversation: string, now: number): void {
		if (this.#toldAt.size >= MOST_TOLD) this.#toldAt.clear();
		this.#toldAt.set(conversation, now);
	}

	/** Shows notices in their members' dashboards. */
	show(notices: readonly { memberId: string; notice: Notice }[]): void {
		for (const { memberId, notice } of notices) this.#deps.dashboards.sendTo(memberId, { type: "notice", notice });
	}

	/** A dashboard says where its member looks. Their other dashboards and their devices needn't tell of that any more. */
	looked(socket: WebSocket, memberId: string, focused: boolean, conversation: string | null): void {
		const { dashboards } = this.#deps;
		if (!dashboards.look(socket, focused, conversation) || conversation === null) return;
		this.#toldAt.delete(conversation);
		dashboards.sendTo(memberId, { type: "seen", conversation });
		this.#afterwards("seen_not_told", this.#notifier.seen(memberId, conversation));
	}

	/** The model that writes the answers has begun to fail. Every report of the same trouble is about the same moment. */
	troubled({ since }: ModelTrouble): void {
		const event = { what: "ai_trouble", topic: "#ai_trouble", seq: since, about: null, to: null } as const;
		this.#afterwards("trouble_not_told", this.#notifier.report(event));
	}

	get #notifier() {
		return notifier(this.#deps.env, this.#deps.ctx.id.name ?? "");
	}

	#afterwards(event: "seen_not_told" | "trouble_not_told", told: Promise<unknown>): void {
		const workspace = this.#deps.ctx.id.name;
		this.#deps.ctx.waitUntil(told.catch((error: unknown) => log(event, { workspace, error })));
	}
}
