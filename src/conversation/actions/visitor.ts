/** What visitors do beside talking, each in their own conversation only; a visitor who is blocked does nothing. */
import type { Actor } from "../../protocol/actor.ts";
import type { Rating } from "../../protocol/conversation/entry.ts";
import type { VisitorFrame } from "../../protocol/conversation/frames.ts";
import type { VisitorCaller } from "../../durable/caller.ts";
import { handoff } from "../turn/input.ts";
import { isRateable } from "../turn/ratings.ts";
import { type ActionContext, change, refuse, type ActionOutcome, unchanged, visitorRefusal } from "./context.ts";

/** Presses one of an offer's two buttons. "person" is also the control that asks for a person outside an offer. */
export function choose(context: ActionContext, actor: Actor, { choice }: { choice: "person" | "ai" }): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	if (refusal) return refuse(refusal);
	if (choice === "ai") return change(context, { type: "decline_offer" });
	const { record, settings } = context.store.started;
	const reason = record.state.offered ? (record.state.reason ?? "low_confidence") : "asked_for_person";
	return change(context, handoff(reason, record, context.log, settings, Date.now()));
}

/** Leaves an e-mail address; what becomes of it is an effect (outgoing/identify.ts). */
export function leaveEmail(context: ActionContext, actor: Actor, { email }: { email: string }): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	return refusal ? refuse(refusal) : change(context, { type: "leave_email", email });
}

/** Puts a thumb on one of the AI's answers, or takes it back. The latest counts. */
export function rate(
	context: ActionContext,
	actor: Actor,
	{ seq, rating }: { seq: number; rating: Rating | null },
): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	if (refusal) return refuse(refusal);
	const answer = context.log.bySeq(seq);
	if (!isRateable(answer)) return refuse("not_found");
	const before = context.ratings.of(seq);
	if (before !== rating) context.dispatcher.changeRating({ answer, before, after: rating }, Date.now());
	return unchanged(context);
}

/** Ends the conversation. */
export function end(context: ActionContext, actor: Actor): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	return refusal ? refuse(refusal) : change(context, { type: "close", by: "visitor" });
}

export type VisitedPage = Omit<Extract<VisitorFrame, { type: "page" }>, "type">;

/** What a page's frame adds to the visitor's details. How they came is what the first page of the visit says; what follows is the site's own. */
export const pageDetails = (
	{ url, title, referrer, timezone }: VisitedPage,
	known: VisitorCaller["details"],
): Pick<VisitorCaller["details"], "page" | "referrer" | "timezone"> => ({
	page: { url, title },
	referrer: known.referrer ?? (referrer || null),
	// The browser knows better where its clock is than its address does.
	timezone: timezone ?? known.timezone,
});

/** Goes to another page of the site. */
export function visitPage(context: ActionContext, actor: Actor, page: VisitedPage): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	if (refusal) return refuse(refusal);
	const { store, audience } = context;
	const { visitor } = store;
	if (!visitor || visitor.details.page?.url === page.url) return unchanged(context);
	store.describe({ ...visitor, details: { ...visitor.details, ...pageDetails(page, visitor.details) } });
	// Where the visitor is belongs to who is there: dashboards look again.
	audience.toMembers(audience.presence());
	return unchanged(context);
}
