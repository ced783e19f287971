/**
 * The password once more, for what a stolen session mustn't do. An account that signs in by a provider may have no password:
 * there the session has to be a fresh one, so that the provider was asked.
 */
import type { Database } from "../../db/database.ts";
import { passwordOf } from "../account/reset.ts";
import { verifyPassword } from "../password.ts";
import { countAttempt, forgetAttempts } from "./attempts.ts";

/** Long enough to sign in and to find the button. ms. */
const FRESH_MS = 10 * 60_000;

export type AskedAgain =
	| { ok: false; reason: "flood"; waitMs: number }
	| { ok: false; reason: "invalid"; fields: Record<string, string> };

type Asked = { userId: string; startedAt: number };

/** The refusal; null where whoever asks is who they were. */
export async function askAgain(
	counting: { env: Env; db: Database },
	{ userId, startedAt }: Asked,
	password: string,
	now = Date.now(),
): Promise<AskedAgain | null> {
	const invalid = (text: string) => ({ ok: false, reason: "invalid", fields: { password: text } }) as const;
	const found = await passwordOf(counting.db, userId);
	if (!found)
		return now - startedAt < FRESH_MS
			? null
			: invalid("Your account has no password. Sign out and in again, then do this within ten minutes.");
	// The same count for an account as signing in: a stolen session is no way to guess the password.
	const attempt = { door: "again", key: found.email, email: found.email } as const;
	const waitMs = await countAttempt(counting, attempt);
	if (waitMs !== null) return { ok: false, reason: "flood", waitMs };
	if (!(await verifyPassword({ hash: found.hash, password }))) return invalid("This isn't your password.");
	await forgetAttempts(counting, attempt);
	return null;
}
