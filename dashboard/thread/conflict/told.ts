/**
 * Tells whoever acted later than a teammate what had happened: that there was nothing left to do, or that their action wasn't
 * done, with a button that does it all the same. Loaded with the first one.
 */
import type { EventEntry } from "../../../src/protocol/conversation/entry.ts";
import type { MemberAction } from "../../../src/protocol/conversation/frames.ts";
import { myId } from "../../shell/session.ts";
import { dayAndTime, serverTime, time } from "../../ui/time.ts";
import { tell, warn } from "../../ui/toast.tsx";
import { anywayWords, happenedWords } from "./words.ts";

const words = (happened: EventEntry) =>
	happenedWords(happened, { me: myId.peek(), now: serverTime(), time, dayAndTime });

export const tellDone = (happened: EventEntry): void => tell(words(happened));

/** `again`: does the action although it has happened; absent where it can't be done any more. */
export function tellRefused(happened: EventEntry, action: MemberAction, again?: (seen: number) => void): void {
	warn(words(happened), again && { name: anywayWords(action), run: () => again(happened.seq) });
}
