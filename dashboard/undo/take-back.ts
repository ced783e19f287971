/** Takes actions back, and says what became of it. Loaded when the first one is. */
import { act, undoBlock } from "../api.ts";
import { go } from "../shell/navigation.tsx";
import { changedHere } from "../shell/own-change.ts";
import { tell, warn } from "../ui/toast.tsx";

type Where = { conversation: string } | { contact: string };

/** Takes an action on a conversation back. `seq`: as the action answered. Its reader may be in another by now. */
export async function takeActionBack(conversation: string, seq: number): Promise<void> {
	const answer = await act(conversation, { type: "undo", seq });
	if (!answer.ok) return warn(answer.failure.message);
	changedHere();
	const path = `/conversations/${encodeURIComponent(conversation)}`;
	const isOpen = location.pathname === path;
	tell("Undone", isOpen ? undefined : { name: "Open it", run: () => void go(`${path}?status=all`) });
}

export async function takeBlockBack(where: Where, name: string): Promise<void> {
	const answer = await undoBlock(where);
	if (!answer.ok) {
		const isOver = answer.failure.status === 404;
		return warn(isOver ? "That is too long ago to be undone, or was undone already." : answer.failure.message);
	}
	changedHere();
	tell(`${name} is no longer blocked`);
}
