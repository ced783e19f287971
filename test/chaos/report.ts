/** The report of a run: what was compared and which faults were found, as text for people and as one line of JSON. Pure. */
import { countOf, type Fault, type Kind, kinds, type Verdict } from "./checker.ts";
import type { ConversationHistory, History } from "./history.ts";
import type { Damage } from "./storm.ts";

const names: Record<Kind, string> = {
	lost: "messages lost",
	doubled: "messages doubled",
	reordered: "out of order between two clients",
	unanswered: "visitor messages without exactly one outcome",
	spokeAfterHandoff: "AI messages while handler ≠ ai",
	listMismatch: "list rows that disagree with their conversation",
	unreadMismatch: "unread counts that are off",
	missedAlarms: "alarms that never fired",
	blockMismatch: "conversations that are not blocked exactly where a block stands",
	undelivered: "mails and alerts that were due and never came",
	deliveredTwice: "mails and alerts that came twice without a crash or a lost answer",
	notOwed: "mails and alerts that nobody owed, or that had another Message-ID at a later try",
	deadUntold: "dead channels that nobody was told of",
};

/** The faults of each kind that are printed; the rest are only counted. */
const SHOWN = 5;

export function forPeople({ faults, acknowledged, compared, outside }: Verdict, damage: Damage): string {
	const { conversations, clients, entries, sightings, waits, blocks } = compared;
	const { mails, alerts, twice, killed, lost } = outside;
	const done = Object.entries(damage).map(([what, n]) => `${n} ${what}`);
	const lines = [
		`Endured: ${done.join(", ")}.`,
		`Compared: ${acknowledged} acknowledged messages and ${entries} entries of ${conversations} conversations, read back by`,
		`visitor and member, with ${sightings} sightings by ${clients} clients, the list's lines, the counts, ${waits} waits`,
		`and ${blocks} blocks; and ${mails} mails and ${alerts} alerts that were taken elsewhere, ${twice} of them once more, as the`,
		`Worker was killed ${killed} times between "accepted" and "noted", and ${lost} answers were lost.`,
		"",
		...kinds.map((kind) => `${String(countOf(faults, kind)).padStart(6)}  ${names[kind]}`),
	];
	for (const kind of kinds) {
		const some = faults.filter((fault) => fault.kind === kind);
		if (some.length === 0) continue;
		lines.push("", `${names[kind]}:`);
		for (const { conversation, detail } of some.slice(0, SHOWN)) lines.push(`  ${conversation}: ${detail}`);
		if (some.length > SHOWN) lines.push(`  and ${some.length - SHOWN} more`);
	}
	return lines.join("\n");
}

export const forPrograms = ({ faults, acknowledged, outside }: Verdict, run: { seed: number; kills: number }): string =>
	JSON.stringify({
		...run,
		acknowledged,
		...outside,
		...Object.fromEntries(kinds.map((kind) => [kind, countOf(faults, kind)])),
	});

/** The first conversation with a fault. */
export const failing = ({ conversations }: History, faults: readonly Fault[]): ConversationHistory | null =>
	conversations.find(({ id }) => faults.some(({ conversation }) => conversation === id)) ?? null;

/** The Inbox's counts beside its items, for when only those two disagree. */
export const listOf = ({ tallies, rows }: History): string =>
	[
		"The list counts:",
		...tallies.map((tally) => `  ${JSON.stringify(tally)}`),
		"Its lines:",
		...rows.map(
			({ id, version, archived, status, handler, assignee }) =>
				`  ${id} version ${version}: ${archived ? "archived" : status} ${handler} ${assignee?.id ?? "nobody"}`,
		),
	].join("\n");

/** The whole history of a conversation with a fault. */
export function historyOf(conversation: ConversationHistory, faults: readonly Fault[]): string {
	const { id, log, own, listed, state, said, acknowledged, refused, shown } = conversation;
	return [
		`The history of ${id}:`,
		...faults.filter((fault) => fault.conversation === id).map(({ kind, detail }) => `  ✗ ${kind}: ${detail}`),
		...log.map((entry) => {
			const time = new Date(entry.at).toISOString().slice(11, 23);
			if (entry.kind === "event") return `  #${entry.seq} ${time} ${JSON.stringify(entry.event)}`;
			const by = entry.author.kind === "member" ? entry.author.name : entry.author.kind;
			const writer = entry.kind === "message" && entry.writer ? ` (${entry.writer})` : "";
			return `  #${entry.seq} ${time} ${by}${writer}, ${entry.kind} ${entry.id}: ${entry.text}`;
		}),
		`  state  ${JSON.stringify(state)}`,
		`  line   ${JSON.stringify(own)}`,
		`  listed ${JSON.stringify(listed)}`,
		...said.map(({ tab, text }) => `  ${tab} said "${text}"`),
		...acknowledged.map(({ tab, id: message, seq }) => `  ${tab} was told that ${message} is #${seq}`),
		...refused.map(({ tab, id: message }) => `  ${tab} was refused ${message}`),
		...shown.map(({ tab, entries }) => `  ${tab} shows ${entries.map(({ seq }) => seq).join(" ")}`),
	].join("\n");
}
