/** Questions about a conversation's mail that change nothing: whether one may come, and what the next one would say. */
import type { ActionContext } from "../actions/context.ts";
import { MAILS_AN_HOUR } from "./due.ts";

export type ExpectedMail =
	/** It came before. */
	| { kind: "known" }
	/** More came within an hour than people write. */
	| { kind: "too_many" }
	| { kind: "blocked" }
	| { kind: "may_come"; visitorId: string };

/** Null: the conversation hasn't begun. */
export function expectMail({ store, mails }: ActionContext, id: string, now: number): ExpectedMail | null {
	const { record } = store;
	if (!record) return null;
	if (mails.has(id)) return { kind: "known" };
	if (record.state.blockedUntil !== undefined) return { kind: "blocked" };
	return mails.withinHour(now) >= MAILS_AN_HOUR
		? { kind: "too_many" }
		: { kind: "may_come", visitorId: record.visitorId };
}
