/**
 * The link in a mail that opens the chat with one click. Its code stands in the fragment, which no server and no scanner of
 * mails is sent, and is exchanged by a POST when somebody presses the page's button. It opens the one conversation that the
 * mail is of, for seven days or until a newer mail has another, and says nothing of who opens it.
 */
import { keyedHash, sameText } from "../../auth/keys.ts";
import type { ReplyPlace } from "./reply-address.ts";

const VALID_MS = 7 * 24 * 3_600_000;

/** The page with the button (widget/continue.html). */
export const CONTINUE_PATH = "/continue";

type SecretEnv = Pick<Env, "PARLEY_SECRET">;

const proofOf = (env: SecretEnv, { workspaceId, conversationId }: ReplyPlace, mailedAt: number): Promise<string> =>
	keyedHash(env, "mail link", `${workspaceId}/${conversationId}/${mailedAt}`);

/** `token`: of the reply address; `mailedAt`: when the mail was owed. */
export const linkCode = async (env: SecretEnv, token: string, place: ReplyPlace, mailedAt: number): Promise<string> =>
	`${token}.${await proofOf(env, place, mailedAt)}`;

export const linkAddress = (origin: string, code: string): string => `${origin}${CONTINUE_PATH}#${code}`;

/** The token of a code; "" where it has none. */
export const tokenOfCode = (code: string): string => code.slice(0, Math.max(0, code.indexOf(".")));

/** When a grant by this code ends, in ms since 1970; null: it opens nothing. `mailedAt`: of the conversation's latest mail. */
export async function linkEndsAt(
	env: SecretEnv,
	code: string,
	place: ReplyPlace,
	mailedAt: number,
	now: number,
): Promise<number | null> {
	const proof = code.slice(code.indexOf(".") + 1);
	const isOurs = await sameText(proof, await proofOf(env, place, mailedAt));
	return isOurs && mailedAt + VALID_MS > now ? mailedAt + VALID_MS : null;
}
