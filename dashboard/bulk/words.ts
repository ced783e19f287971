/** How far a change of many conversations is, in words. Pure. */
import type { BulkJob } from "../../src/protocol/bulk/job.ts";

type Counts = Pick<BulkJob, "what" | "state" | "total" | "done" | "failed" | "skipped">;

const doing: Record<BulkJob["what"], string> = {
	close: "Closing",
	assign: "Assigning",
	snooze: "Snoozing",
	tag: "Tagging",
	block: "Blocking",
	undo: "Undoing",
};
const done: Record<BulkJob["what"], string> = {
	close: "closed",
	assign: "assigned",
	snooze: "snoozed",
	tag: "tagged",
	block: "blocked",
	undo: "taken back",
};

const noun = (n: number): string => (n === 1 ? "1 conversation" : `${n.toLocaleString()} conversations`);

export const runningText = ({ what, total, done: did, failed, skipped }: Counts): string =>
	`${doing[what]} ${(did + failed + skipped).toLocaleString()} of ${total.toLocaleString()}`;

export function doneText({ what, state, total, done: did, failed, skipped }: Counts): string {
	const left = total - did - failed - skipped;
	if (left === total) return `Cancelled before any was ${done[what]}`;
	const sentences = [
		did > 0 || (failed === 0 && skipped === 0) ? `${noun(did)} ${done[what]}` : null,
		failed > 0 ? `${noun(failed)} couldn't be ${done[what]}` : null,
		skipped > 0
			? `${noun(skipped)} ${skipped === 1 ? "was" : "were"} changed since, and ${skipped === 1 ? "stays" : "stay"} so`
			: null,
		state === "cancelled" && left > 0 ? `Cancelled before ${left.toLocaleString()} more` : null,
	].filter((sentence) => sentence !== null);
	return sentences.length === 1 ? (sentences[0] ?? "") : `${sentences.join(". ")}.`;
}
