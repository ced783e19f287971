/** Tells whoever signs in of attempts that failed before, by others perhaps. */
import { warn } from "../ui/toast.tsx";

/** Fewer are one's own slips. */
const WORTH_TELLING = 3;

export function tellFailures(failedBefore: number): void {
	if (failedBefore >= WORTH_TELLING)
		warn(`Since you last signed in, ${failedBefore} attempts to sign in as you have failed.`);
}
