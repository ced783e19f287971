/**
 * Checks a run's history against the invariants, and returns every fault. Pure: it makes no requests and doesn't wait. With
 * `owedUntil` it says that a deadline is still to come, so that the caller can check again later.
 */
import type { Entry } from "../../src/protocol/conversation/entry.ts";
import { type ListItem, listStatusOf } from "../../src/protocol/inbox.ts";
import { type ConversationHistory, type History, isReadMark, what } from "./history.ts";
import { checkOutside, type OutsideCompared, type OutsideKind, owedBy } from "./outside/check.ts";
import { replay, type Replayed } from "./replay.ts";

export const kinds = [
	"lost",
	"doubled",
	"reordered",
	"unanswered",
	"spokeAfterHandoff",
	"listMismatch",
	"unreadMismatch",
	"missedAlarms",
	"blockMismatch",
	"undelivered",
	"deliveredTwice",
	"notOwed",
	"deadUntold",
] as const satisfies (OutsideKind | string)[];
export type Kind = (typeof kinds)[number];

export type Fault = { kind: Kind; conversation: string; detail: string };

export type Verdict = {
	faults: Fault[];
	/** The number of messages that a client got an acknowledgement for. */
	acknowledged: number;
	/** How many of each were compared. */
	compared: Record<"conversations" | "clients" | "entries" | "sightings" | "waits" | "blocks", number>;
	outside: OutsideCompared;
	/** The latest deadline that is still to come, in ms since 1970, or null. */
	owedUntil: number | null;
};

/** How late an alarm may be without a fault: the Worker may just be restarting. */
const ALARM_GRACE_MS = 15_000;

type Find = (kind: Kind, detail: string) => void;

/** Checks that every entry that was acknowledged or seen is in the log under its `seq`, and that no message is in it twice. */
function checkLog(conversation: ConversationHistory, find: Find): void {
	const { log, visitorLog, acknowledged, refused, seen, said, kept } = conversation;
	const place = new Map<string, number>();
	const texts = new Map<string, number>();
	let last = 0;
	for (const entry of log) {
		if (entry.seq <= last) find("reordered", `#${entry.seq} stands after #${last}`);
		last = entry.seq;
		if (entry.kind === "event") continue;
		if (place.has(entry.id)) find("doubled", `${what(entry)} is #${place.get(entry.id)} and #${entry.seq}`);
		place.set(entry.id, entry.seq);
		const byAi = entry.kind === "message" && entry.author.kind === "ai";
		if (!byAi && texts.has(entry.text))
			find("doubled", `"${entry.text}" is #${texts.get(entry.text)} and #${entry.seq}`);
		if (!byAi) texts.set(entry.text, entry.seq);
	}

	for (const { tab, id, seq } of acknowledged) {
		const stored = place.get(id);
		if (stored === undefined) find("lost", `${tab} was told that ${id} is #${seq}, and it is not in the log`);
		else if (stored !== seq) find("reordered", `${tab} was told that ${id} is #${seq}, and it is #${stored}`);
	}

	const bySeq = new Map(log.map((entry) => [entry.seq, what(entry)]));
	const state = log.length > 0;
	for (const { tab, seq, what: it } of seen) {
		if (isReadMark(it)) continue;
		const stored = bySeq.get(seq);
		if (stored === undefined) find("lost", `${tab} saw #${seq} ${it}, and it is not in the log`);
		else if (stored !== it) find("reordered", `${tab} saw #${seq} ${it}; in the log it is ${stored}`);
	}

	// The visitor reads the log without the team's own entries.
	const visible = log.filter(forVisitors).map(({ seq }) => seq);
	const theirs = visitorLog?.map(({ seq }) => seq) ?? visible;
	if (state && visible.join() !== theirs.join())
		find(
			theirs.length < visible.length ? "lost" : "reordered",
			`the visitor reads ${theirs.join()}, not ${visible.join()}`,
		);
	for (const entry of visitorLog ?? [])
		if (bySeq.get(entry.seq) !== what(entry))
			find("reordered", `the visitor reads #${entry.seq} ${what(entry)}; in the log it is ${bySeq.get(entry.seq)}`);

	// A message that wasn't acknowledged may still be unsent in its tab. Every message is stored or unsent.
	for (const { tab, text } of said)
		if (!texts.has(text) && !kept.includes(text)) find("lost", `${tab} said "${text}", and it is nowhere`);

	// An acknowledged message has its file, and no file is in two.
	const names = new Map<string, number>();
	for (const entry of log)
		for (const { id } of entry.kind === "event" ? [] : (entry.files ?? [])) {
			if (names.has(id)) find("doubled", `the file ${id} is in #${names.get(id)} and #${entry.seq}`);
			names.set(id, entry.seq);
			if (!conversation.fetched.includes(id))
				find("lost", `#${entry.seq} names the file ${id}, which can't be fetched`);
		}
	for (const { tab, text, file } of said) {
		const seq = texts.get(text);
		if (file !== undefined && seq !== undefined && names.get(file) !== seq)
			find("lost", `${tab} said "${text}" (#${seq}) with the file ${file}, which it hasn't`);
	}

	// The messages of one tab are in the log in the order in which they were sent, but for those that were refused once.
	for (const tab of new Set(said.map((each) => each.tab))) {
		const excused = new Set(refused.filter((each) => each.tab === tab).map(({ id }) => place.get(id)));
		let before = 0;
		for (const { text } of said.filter((each) => each.tab === tab)) {
			const seq = texts.get(text);
			if (seq === undefined || excused.has(seq)) continue;
			if (seq < before) find("reordered", `${tab} said "${text}" (#${seq}) after what is #${before}`);
			before = seq;
		}
	}
}

/** Events that no visitor hears of. */
const TEAM_ONLY: ReadonlySet<string> = new Set([
	"blocked",
	"unblocked",
	"read",
	"snoozed",
	"woke",
	"tagged",
	"mailed",
	"mail_failed",
	"transcript",
]);

function forVisitors(entry: Entry): boolean {
	if (entry.kind !== "event") return entry.kind === "message";
	const { event } = entry;
	if (event.type === "assigned") return event.member !== null;
	if (event.type === "identified") return event.by === "visitor";
	return !TEAM_ONLY.has(event.type);
}

/** Checks that every client shows the log in the end, and has no unsent messages. */
function checkShown({ log, shown, blockStands }: ConversationHistory, find: Find): void {
	const wasBlocked = log.some((entry) => entry.kind === "event" && entry.event.type === "blocked");
	for (const { tab, role, entries, older, unsent, refused, ready } of shown) {
		// A blocked visitor's tab is disconnected, and keeps its unsent messages.
		if (blockStands && role === "visitor") continue;
		if (!ready) find("lost", `${tab} is not back, though the line is`);
		for (const text of unsent) find("lost", `${tab} still waits to say "${text}"`);
		// A conversation refuses a teammate's reply while its visitor is blocked; the teammate's tab shows it as refused.
		for (const text of refused)
			if (!(wasBlocked && role === "member" && text.endsWith(": not_now"))) find("lost", `${tab} was refused ${text}`);
		const first = older ? (entries[0]?.seq ?? 0) : 0;
		const wanted = log
			.filter((entry) => entry.seq >= first && (role === "member" || forVisitors(entry)))
			.map((entry) => `#${entry.seq} ${what(entry)}`)
			.filter((each) => !each.endsWith(" event read"));
		const got = entries.filter((each) => !isReadMark(each.what)).map((each) => `#${each.seq} ${each.what}`);
		if (!ready || got.join("\n") === wanted.join("\n")) continue;
		const missing = wanted.filter((each) => !got.includes(each));
		const twice = got.filter((each, index) => got.indexOf(each) !== index);
		if (twice.length > 0) find("doubled", `${tab} shows twice: ${twice.join("; ")}`);
		else if (missing.length > 0) find("lost", `${tab} does not show ${missing.join("; ")}`);
		else find("reordered", `${tab} shows ${got.join("; ")}`);
	}
}

/** Checks that the list's item equals the conversation's own, and that both follow from the log. */
function checkRow({ own, listed, log }: ConversationHistory, replayed: Replayed, find: Find): void {
	if (!own || !listed) {
		if (log.length > 0) find("listMismatch", `${own ? "the list has no line of it" : "it has no line"}`);
		return;
	}
	const differing = (a: ListItem, b: ListItem) => {
		const [one, other] = [Object.entries(a), new Map(Object.entries(b))];
		return one.filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(other.get(key))).map(([key]) => key);
	};
	const fields = differing(own, listed);
	if (fields.length > 0)
		find(
			"listMismatch",
			`the list's line differs in ${fields.join(", ")} (versions ${listed.version}, ${own.version})`,
		);
	const { status, handler, lastMessage, lastAt } = replayed;
	if (own.status !== status || own.handler !== handler)
		find("listMismatch", `its line says ${own.status}, ${own.handler}; its log ${status}, ${handler}`);
	const { snooze, tags } = replayed;
	const words = (of: typeof snooze, carried: readonly string[]) =>
		`${of === null ? "awake" : of === "unknown" ? of : `snoozed until ${of.until}`}, tags ${carried.toSorted().join()}`;
	const ofLog = words(snooze, [...tags]);
	const ofRow = words(snooze === "unknown" ? snooze : (own.snooze ?? null), own.tags ?? []);
	if (ofLog !== ofRow) find("listMismatch", `its line says ${ofRow}; its log ${ofLog}`);
	if (lastMessage && (own.lastAt !== lastAt || own.previewBy !== lastMessage.author.kind))
		find("listMismatch", `its line previews another message than the last, #${lastMessage.seq}`);
}

/** Checks the unread counts: each is the number of the other side's messages in the log after the read mark. */
function checkUnread({ own, listed, state, log, visitorUnread }: ConversationHistory, find: Find): void {
	if (!state) return;
	const after = (mark: number, visitors: boolean) =>
		log.filter(
			(entry) => entry.kind === "message" && entry.seq > mark && (entry.author.kind === "visitor") === visitors,
		).length;
	const forTeam = after(state.teamReadSeq, true);
	for (const [where, row] of [["its line", own] as const, ["the list", listed] as const])
		if (row && row.unread !== forTeam)
			find("unreadMismatch", `${where} counts ${row.unread} unread, the log ${forTeam}`);
	const forVisitor = after(state.visitorReadSeq, false);
	if (visitorUnread !== null && visitorUnread !== forVisitor)
		find("unreadMismatch", `the visitor is shown ${visitorUnread} unread, the log has ${forVisitor}`);
}

/**
 * Checks the deadlines: a visitor who waited past the no-show time got one event about it, the list has the latest version, and
 * an e-mail address is with the contact. Returns the latest deadline still to come.
 */
function checkAlarms(
	conversation: ConversationHistory,
	replayed: Replayed,
	noShowMs: number,
	find: Find,
): number | null {
	const { readAt, own, listed, email, contactEmail } = conversation;
	let owedUntil: number | null = null;
	for (const { from, until, told } of replayed.waits) {
		const due = from + noShowMs;
		const late = due + ALARM_GRACE_MS;
		if (told.length > 1) find("missedAlarms", `a visitor who waited from ${from} was told ${told.length} times`);
		if (told.length === 0 && (until ?? readAt) > late)
			find("missedAlarms", `a visitor who waited from ${from} was not told at ${due} that nobody is in`);
		if (told.length === 0 && until === null && readAt <= late) owedUntil = Math.max(owedUntil ?? 0, late);
	}
	for (const detail of replayed.wokeEarly) find("missedAlarms", detail);
	const wakes = (replayed.snooze === "unknown" ? own?.snooze : replayed.snooze)?.until ?? null;
	if (wakes !== null && readAt > wakes + ALARM_GRACE_MS) find("missedAlarms", `its snooze didn't end at ${wakes}`);
	if (wakes !== null && readAt <= wakes + ALARM_GRACE_MS) owedUntil = Math.max(owedUntil ?? 0, wakes + ALARM_GRACE_MS);
	if (own && listed && listed.version < own.version)
		find("missedAlarms", `the list was not told of version ${own.version}; it has ${listed.version}`);
	if (email !== null && contactEmail !== email)
		find("missedAlarms", `${email} was left, and the contact has ${contactEmail ?? "no address"}`);
	return owedUntil;
}

/** Checks that a conversation is blocked exactly when its contact has an active block in D1, and that then no tab of the visitor is open. */
function checkBlock({ state, blockStands, shown }: ConversationHistory, find: Find): void {
	const felt = (state?.block ?? null) !== null;
	if (blockStands && !felt) find("blockMismatch", "a block of its contact stands, and it goes on");
	if (!blockStands && felt) find("blockMismatch", "no block of its contact stands, and it is blocked");
	if (!blockStands) return;
	for (const { tab, role, ready } of shown)
		if (role === "visitor" && ready) find("blockMismatch", `${tab} is still open, though a block stands`);
}

function checkTallies({ tallies, rows }: History, find: Find): void {
	const count = new Map<string, number>();
	const add = (key: string, n: number) => count.set(key, (count.get(key) ?? 0) + n);
	for (const row of rows)
		add(`${row.archived ? "archived" : listStatusOf(row)} ${row.handler} ${row.assignee?.id ?? "nobody"}`, 1);
	for (const { status, handler, assignee, count: n } of tallies)
		add(`${status} ${handler} ${assignee ?? "nobody"}`, -n);
	for (const [key, n] of count)
		if (n !== 0) find("listMismatch", `the list has ${n} more lines of "${key}" than it counts`);
}

export function check(history: History): Verdict {
	const faults: Fault[] = [];
	const dues: number[] = [];
	const owed: ReturnType<typeof owedBy> = [];
	const acknowledged = new Set<string>();
	const compared: Verdict["compared"] = {
		conversations: history.conversations.length,
		clients: 0,
		entries: 0,
		sightings: 0,
		waits: 0,
		blocks: 0,
	};
	for (const conversation of history.conversations) {
		const { id, log, shown, seen } = conversation;
		const find: Find = (kind, detail) => void faults.push({ kind, conversation: id, detail });
		const replayed = replay(log);
		for (const each of conversation.acknowledged) acknowledged.add(each.id);
		compared.clients += new Set([...shown, ...seen].map(({ tab }) => tab)).size;
		compared.entries += log.length;
		compared.sightings += seen.length;
		compared.waits += replayed.waits.length;
		compared.blocks += log.filter((entry) => entry.kind === "event" && entry.event.type === "blocked").length;

		checkLog(conversation, find);
		checkShown(conversation, find);
		for (const { seq, text } of replayed.owed) find("unanswered", `#${seq} "${text}" has no outcome`);
		for (const detail of replayed.wrongOutcomes) find("unanswered", detail);
		for (const detail of replayed.outOfTurn) find("spokeAfterHandoff", detail);
		checkRow(conversation, replayed, find);
		checkUnread(conversation, find);
		checkBlock(conversation, find);
		const due = checkAlarms(conversation, replayed, history.noShowMs, find);
		if (due !== null) dues.push(due);
		owed.push(...owedBy(conversation, replayed));
	}
	checkTallies(history, (kind, detail) => void faults.push({ kind, conversation: "the list", detail }));
	const outside = checkOutside(history.outside, owed, (kind, conversation, detail) =>
		faults.push({ kind, conversation, detail }),
	);
	return {
		faults,
		acknowledged: acknowledged.size,
		compared,
		outside,
		owedUntil: dues.length > 0 ? Math.max(...dues) : null,
	};
}

export const countOf = (faults: readonly Fault[], kind: Kind): number =>
	faults.filter((fault) => fault.kind === kind).length;
