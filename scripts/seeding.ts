/**
 * Fills the demo workspace's list with conversations of years, by the local Worker's doors: for `npm run seed` and the bench of the
 * dashboard. The latest two hundred can be opened; the others are in the list only.
 */
import { castOf, type Door, knock, sentences, signedIn } from "./demo.ts";
import type { Filling } from "./local/filling.ts";
import { DOOR, FILL_DOOR, type FillOrder, type PastOrder } from "./local/past.ts";
import { pastConversation } from "./past.ts";

const MESSAGES_EACH = 10;
const BEHIND = 200;
/** In one request: more would exceed what one call of an object may take. */
const BATCH = 500;
const BEHIND_BATCH = 20;

/** `size` conversations of ten messages each. `site`: the demo shop's origin. Throws where the local data isn't the demo's. */
export async function seed(door: Door, site: string, size: number): Promise<void> {
	const known = await castOf(await signedIn(door.host), site);
	if (!known) throw new Error("The local data isn't the demo's. `npm run reset` starts over.");
	const { workspaceId, cast } = known;
	const said = await sentences();
	const members = [cast.ines, cast.marco];
	const filled = Math.max(0, size - BEHIND);
	for (let from = 0; from < filled; from += BATCH) {
		const to = Math.min(filled, from + BATCH);
		// Those that can be opened are the latest.
		const now = cast.now - BEHIND * 4 * 3_600_000;
		const filling: Filling = { from, to, size: filled, messages: MESSAGES_EACH, sentences: said, members, now };
		await knock(door, FILL_DOOR, { workspaceId, filling } satisfies FillOrder);
		if (to % 10_000 === 0) process.stderr.write(`${to} conversations …\n`);
	}
	const numbers = Array.from({ length: Math.min(size, BEHIND) }, (_, number) => number).toReversed();
	for (let from = 0; from < numbers.length; from += BEHIND_BATCH) {
		const conversations = numbers.slice(from, from + BEHIND_BATCH).map((number) => pastConversation(number, cast));
		await knock(door, DOOR, { workspaceId, conversations } satisfies PastOrder);
	}
}
