/**
 * Changes of many conversations at once: begins one, and shows how far it is in a toast, wherever in the dashboard its member is.
 * Loaded with the first change.
 */
import { BulkJob } from "../../src/protocol/bulk/job.ts";
import type { BulkChange, BulkRequest } from "../../src/protocol/bulk/request.ts";
import { call } from "../api.ts";
import { changedHere } from "../shell/own-change.ts";
import { canTakeBack } from "../undo/taken.ts";
import { tell, tellOn, warn } from "../ui/toast.tsx";
import { doneText, runningText } from "./words.ts";

/** Changes that are over: what is told of them later is old. */
const over = new Set<string>();

const post = (path: string, body: unknown = {}) => call(`/bulk${path}`, { method: "POST", body, schema: BulkJob });
const keyOf = ({ id }: BulkJob): string => `bulk ${id}`;

/** True: it is under way. */
export async function startBulk(change: BulkChange, of: BulkRequest["of"]): Promise<boolean> {
	const answer = await post("", { change, of });
	if (answer.ok) show(answer.value);
	else warn(answer.failure.message);
	return answer.ok;
}

/** Shows how far a change is. */
export function show(job: BulkJob): void {
	if (over.has(job.id)) return;
	const key = keyOf(job);
	changedHere();
	if (job.state === "running") {
		tellOn(runningText(job), { name: "Cancel", run: () => void cancel(job) }, key);
		return;
	}
	over.add(job.id);
	const text = doneText(job);
	if (job.canUndo) canTakeBack({ key, back: () => undo(job) }, text);
	else tell(text, undefined, key);
	if (job.failed > 0 && job.done === 0) warn(text);
}

async function cancel({ id }: BulkJob): Promise<void> {
	const answer = await post(`/${id}/cancel`);
	if (answer.ok) show(answer.value);
	else warn(answer.failure.message);
}

async function undo({ id }: BulkJob): Promise<void> {
	const answer = await post(`/${id}/undo`);
	if (answer.ok) show(answer.value);
	else warn(answer.failure.status === 404 ? "That is too long ago to be undone." : answer.failure.message);
}
