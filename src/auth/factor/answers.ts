/** What routes of second factors and passkeys share: the session that may still owe its factor, and the refusals. */
import { invalid } from "../../http/body.ts";
import { notFound, problem, tooMany } from "../../http/problem.ts";
import { type FactorSession, readFactorSession } from "../member.ts";
import type { FactorRefusal } from "./actions.ts";

export async function sessionOf(c: { env: Env; req: { raw: Request } }): Promise<FactorSession> {
	const found = await readFactorSession(c.req.raw, c.env);
	if (!found) throw problem(401, "You are signed out", { detail: "Sign in again.", reason: "unauthorized" });
	return found;
}

const SECOND_MS = 1_000;

function refusal(refused: FactorRefusal) {
	switch (refused.reason) {
		case "flood":
			return tooMany(Math.ceil(refused.waitMs / SECOND_MS), "Try again in a quarter of an hour.");
		case "invalid":
			return invalid(refused.fields);
		case "not_found":
			return notFound("factor");
		case "not_now":
			return problem(409, "This can't be done now", {
				detail: "Show your second factor first, or sign in again.",
				reason: "not_now",
			});
		default:
			return refused satisfies never;
	}
}

/** The value of an answer, or its refusal. */
export function valueOf<T>(done: { ok: true; value: T } | FactorRefusal): T {
	if (done.ok) return done.value;
	throw refusal(done);
}

export function check(done: { ok: true } | FactorRefusal): void {
	if (!done.ok) throw refusal(done);
}
