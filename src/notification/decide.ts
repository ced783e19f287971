/**
 * Decides who is told of what, and by which way. Pure: the notifier (notifier.ts) and the tests give it the event, the members
 * with their preferences and presence, and the time. Nobody is told of what they did themselves or have on the screen. In
 * quiet hours, and outside business hours unless a member chose so, only the count in an open dashboard changes.
 */
import { may } from "../auth/roles.ts";
import type { Role } from "../protocol/actor.ts";
import { type Preferences, waysOf, type Way, type WayTable, type What } from "../protocol/notification/table.ts";
import type { Hours } from "../protocol/workspace.ts";
import { openNow } from "../workspace/hours.ts";
import { isQuiet } from "./quiet.ts";

export type NotificationEvent = {
	what: What;
	/** Null: it is about no conversation. */
	conversationId: string | null;
	/** The member who caused it; null: nobody on the team did. */
	by: string | null;
	/** The member whom it concerns; null: whoever is there. */
	to: string | null;
};

export type Presence = {
	/** Whether a dashboard of theirs is open, and whether one has the keyboard. */
	open: boolean;
	focused: boolean;
	/** The conversations that are on their screens. */
	seeing: readonly string[];
};

export type Recipient = {
	id: string;
	role: Role;
	timezone: string;
	preferences: Preferences;
	presence: Presence;
};

export type Rules = {
	/** Business hours; null: always open. */
	hours: Hours | null;
	defaults: WayTable;
};

/** `ways` at once; `mailAt`: when a mail is due if it is still unseen, in ms since 1970, null: none is. */
export type ToldMember = { memberId: string; ways: Way[]; mailAt: number | null };

/** How long something stays unseen before a mail, in ms. */
export const MAIL_AFTER_MS = 10 * 60_000;

/** The step of a search for the end of quiet hours and of closed hours, and how far it goes. */
const STEP_MS = 15 * 60_000;
const SEARCH_MS = 8 * 24 * 3_600_000;

/** Whether a member may be disturbed at `at`, in ms since 1970. */
export const mayDisturb = (
	{ preferences: { quiet, whenOut }, timezone }: Pick<Recipient, "preferences" | "timezone">,
	{ hours }: Pick<Rules, "hours">,
	at: number,
): boolean => !isQuiet(quiet, timezone, at) && (whenOut || openNow(hours, at).open);

/** The first quarter of an hour, from `from` on, in which a member may be disturbed; null: not within eight days. */
function nextChance(recipient: Recipient, rules: Rules, from: number): number | null {
	for (let at = from; at <= from + SEARCH_MS; at += STEP_MS) if (mayDisturb(recipient, rules, at)) return at;
	return null;
}

/**
 * The members whom an event concerns. `already`: who was told of it before. Where nobody reacted, it concerns, as somebody who
 * waits, everybody who may answer and wasn't told yet.
 */
function concerned(
	{ what, to, by }: NotificationEvent,
	recipients: readonly Recipient[],
	already: ReadonlySet<string>,
): readonly Recipient[] {
	const others = recipients.filter(({ id }) => id !== by && !already.has(id));
	const staff = others.filter(({ role }) => may(role, "converse"));
	const leads = others.filter(({ role }) => may(role, "configure"));
	switch (what) {
		case "waiting":
		case "woke": {
			if (to !== null) return (what === "waiting" ? staff : others).filter(({ id }) => id === to);
			const there = staff.filter(({ presence }) => presence.open);
			return there.length > 0 && already.size === 0 ? there : staff;
		}
		case "mine":
		case "assigned":
		case "mentioned":
		case "reopened":
			return others.filter(({ id }) => id === to);
		case "ai_trouble":
		case "source_failed":
		case "channel_failed":
			return leads;
		case "bounced":
			return to === null ? leads : others.filter(({ id }) => id === to);
		default:
			return what satisfies never;
	}
}

/** Who is told, and how. Who is told by no way at all is left out. */
export function decide(
	event: NotificationEvent,
	recipients: readonly Recipient[],
	rules: Rules,
	now: number,
	already: ReadonlySet<string> = new Set(),
): ToldMember[] {
	return concerned(event, recipients, already).flatMap((recipient) => {
		const { id: memberId, presence } = recipient;
		const { conversationId } = event;
		if (conversationId !== null && presence.seeing.includes(conversationId)) return [];
		const wanted = waysOf(recipient.preferences.table, rules.defaults, event.what);
		const disturbs = mayDisturb(recipient, rules, now);
		const ways = wanted.filter((way) => {
			if (way === "mail") return false;
			if (way === "badge") return presence.open;
			if (way === "sound") return presence.open && disturbs;
			// Whoever works in a dashboard sees the list move, and hears it.
			return disturbs && !presence.focused && (way === "push" || presence.open);
		});
		const mailAt = wanted.includes("mail") ? nextChance(recipient, rules, now + MAIL_AFTER_MS) : null;
		return ways.length === 0 && mailAt === null ? [] : [{ memberId, ways, mailAt }];
	});
}
