/**
 * Compares what the stand-ins of mail and Slack took with what the conversations' logs say was due. Each delivery that was due
 * is taken and answered; one is taken again only where the Worker couldn't know that it was: killed before it had noted that, or
 * its answer lost. Mail by SMTP has the Message-ID of its cause at every try. Pure.
 */
import type { Replayed } from "../replay.ts";
import type { ConversationHistory } from "../history.ts";
import type { Taken } from "./fates.ts";

export type Outside = {
	taken: Taken[];
	/** When the Worker was killed, in ms since 1970. */
	kills: number[];
	/** The team's addresses. */
	team: string[];
	/** The channel whose webhook is revoked: how often it was called, its problem as the team reads it, and who is to be told. */
	gone: { name: string; calls: number; problem: string | null; tells: string };
};

export type OutsideKind = "undelivered" | "deliveredTwice" | "notOwed" | "deadUntold";

type What = "mail" | "transcript" | "alert";

/** One delivery that a conversation owes. */
type Owed = {
	conversation: string;
	what: What;
	/** A mail's receiver. */
	to: string;
	/** How its Message-ID ends before the @. */
	id: string;
	/** False: something came between that may have ended it, such as a block, or the visitor read what it is of. */
	isRequired: boolean;
};

export type OutsideCompared = { mails: number; alerts: number; twice: number; killed: number; lost: number };

/** How long after its answer a delivery may not be noted yet, in ms. */
const NOTING_MS = 1_000;

export function owedBy({ id: conversation, log, state }: ConversationHistory, { alerts }: Replayed): Owed[] {
	const lastBlock = log.findLast((entry) => entry.kind === "event" && entry.event.type === "blocked")?.seq ?? 0;
	const read = state?.visitorReadSeq ?? 0;
	const mails = log.flatMap((entry): Owed[] => {
		if (entry.kind !== "event") return [];
		const { event, seq, at } = entry;
		const isLeft = lastBlock < seq;
		if (event.type === "transcript")
			return [{ conversation, what: "transcript", to: event.to, id: `t${at}`, isRequired: isLeft }];
		if (event.type !== "mailed") return [];
		return [{ conversation, what: "mail", to: event.to, id: `${seq}`, isRequired: isLeft && read < event.upTo }];
	});
	const told = alerts.map(({ seq, isRequired }): Owed => ({
		conversation,
		what: "alert",
		to: "",
		id: `${seq}`,
		isRequired,
	}));
	return [...mails, ...told];
}

/** A visitor's mail of replies has a link to the chat, and a transcript none. */
function whatOf({ way, text }: Taken): What {
	if (way === "slack") return "alert";
	return text.includes("/continue#") ? "mail" : "transcript";
}

const conversationIn = (text: string): string => /\/conversations\/([^?|]+)\?/.exec(text)?.[1] ?? "";

export function checkOutside(
	{ taken, kills, team, gone }: Outside,
	owed: readonly Owed[],
	find: (kind: OutsideKind, conversation: string, detail: string) => void,
): OutsideCompared {
	const isExplained = ({ answer, at }: Taken) =>
		answer !== "sent" || kills.some((kill) => kill >= at && kill <= at + NOTING_MS);
	const compared: OutsideCompared = {
		mails: taken.filter(({ way }) => way !== "slack").length,
		alerts: taken.filter(({ way }) => way === "slack").length,
		twice: 0,
		killed: taken.filter(({ answer }) => answer === "killed").length,
		lost: taken.filter(({ answer }) => answer === "lost").length,
	};
	/** `due` of them may be taken. */
	const compare = (conversation: string, name: string, due: number, got: readonly Taken[]) => {
		compared.twice += Math.max(0, got.length - due);
		const surplus = got.filter((each) => !isExplained(each)).length - due;
		if (surplus <= 0) return;
		const times = got.map(({ way, at, answer }) => `${way} ${new Date(at).toISOString().slice(14, 23)} ${answer}`);
		const detail = `${name}: ${surplus} more than the ${due} that were due (${times.join(", ")})`;
		find("deliveredTwice", conversation, detail);
	};

	// What is told from one another by its Message-ID, and what only by its kind.
	const groups = new Map<string, { owed: Owed[]; got: Taken[] }>();
	const groupOf = (key: string) => {
		const group = groups.get(key) ?? { owed: [], got: [] };
		groups.set(key, group);
		return group;
	};
	const byId = new Set(taken.filter(({ way }) => way === "smtp").map(({ to }) => to));
	const keyOf = (conversation: string, what: What, id: string | null) => `${conversation} ${what} ${id ?? ""}`;
	const conversationOf = new Map(owed.filter(({ to }) => to !== "").map(({ to, conversation }) => [to, conversation]));
	for (const one of owed) groupOf(keyOf(one.conversation, one.what, byId.has(one.to) ? one.id : null)).owed.push(one);
	const ours = new Map<string, Taken[]>();
	for (const one of taken) {
		const { way, to, messageId, text } = one;
		if (way !== "slack" && team.includes(to)) {
			ours.set(messageId ?? "", [...(ours.get(messageId ?? "") ?? []), one]);
			continue;
		}
		const conversation = way === "slack" ? conversationIn(text) : (conversationOf.get(to) ?? "");
		const id = way === "smtp" ? (/\.(\w+)@/.exec(messageId ?? "")?.[1] ?? "") : null;
		const group = groups.get(keyOf(conversation, whatOf(one), id));
		if (group) group.got.push(one);
		else find("notOwed", conversation, `${way} took ${messageId ?? whatOf(one)} for ${to}, which nobody owed`);
	}
	for (const { owed: due, got } of groups.values()) {
		const [first] = due;
		if (!first) continue;
		const { conversation, what } = first;
		compare(conversation, what, due.length, got);
		const required = due.filter(({ isRequired }) => isRequired).length;
		const sent = got.filter(({ answer }) => answer === "sent").length;
		if (sent < required) find("undelivered", conversation, `${what}: ${sent} of ${required} that were due`);
	}
	for (const [id, got] of ours) compare("the team", `the mail ${id}`, 1, got);

	if (gone.calls > 0) {
		if (gone.problem === null) find("deadUntold", "the team", `${gone.name} is revoked, and shown as if it weren't`);
		if (!taken.some(({ to, text, answer }) => to === gone.tells && answer === "sent" && text.includes(gone.name)))
			find("deadUntold", "the team", `nobody was told that ${gone.name} is revoked`);
	}
	return compared;
}
