/** The visitor's actions other than messages and read marks: in their own conversation only, and refused while they are blocked. */
import type { Actor } from "../../protocol/actor.ts";
import type { Rating } from "../../protocol/conversation/entry.ts";
import type { VisitorFrame } from "../../protocol/conversation/frames.ts";
import type { VisitorCaller } from "../../durable/caller.ts";
import { isTimezone } from "../../workspace/hours.ts";
import { pageAddress } from "../page-address.ts";
import { handoff } from "../turn/input.ts";
import { isRateable } from "../turn/ratings.ts";
import { type ActionContext, change, refuse, type ActionOutcome, unchanged, visitorRefusal } from "./context.ts";

/** One of an offer's two buttons was pressed. "person" is also sent by the control that asks for a person outside an offer. */
export function choose(context: ActionContext, actor: Actor, { choice }: { choice: "person" | "ai" }): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	if (refusal) return refuse(refusal);
	if (choice === "ai") return change(context, { type: "decline_offer" });
	const { record, settings } = context.store.started;
	const reason = record.state.offered ? (record.state.reason ?? "low_confidence") : "asked_for_person";
	return change(context, handoff(reason, record, context.log, settings, Date.now()));
}

/** Stores the e-mail address that the visitor left. Finding the contact with that address is an effect (outgoing/identify.ts). */
export function leaveEmail(context: ActionContext, actor: Actor, { email }: { email: string }): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	return refusal ? refuse(refusal) : change(context, { type: "leave_email", email });
}

/** Rates one of the AI's answers, or removes the rating (null). The latest counts. "not_found": the entry can't be rated. */
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

export function end(context: ActionContext, actor: Actor): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	return refusal ? refuse(refusal) : change(context, { type: "close", by: "visitor" });
}

export type VisitedPage = Omit<Extract<VisitorFrame, { type: "page" }>, "type">;

/**
 * The details that a page frame changes, all of them the visitor's word: addresses are cut (page-address.ts), and what isn't
 * an address or a time zone is dropped. The first referrer is kept: later ones are pages of the site itself.
 */
export function pageDetails(
	{ url, title, referrer, timezone, language }: VisitedPage,
	known: VisitorCaller["details"],
	keepQuery: boolean,
): Pick<VisitorCaller["details"], "page" | "referrer" | "timezone" | "pageLanguage"> {
	const address = pageAddress(url, keepQuery);
	return {
		page: address === null ? known.page : { url: address, title },
		referrer: known.referrer ?? (referrer ? pageAddress(referrer, keepQuery) : null),
		// The browser's time zone is more reliable than the one derived from its IP address.
		timezone: timezone !== undefined && isTimezone(timezone) ? timezone : known.timezone,
		pageLanguage: language ?? known.pageLanguage ?? null,
	};
}

/** Stores the page of the site that the visitor has gone to. */
export function visitPage(context: ActionContext, actor: Actor, page: VisitedPage): ActionOutcome {
	const refusal = visitorRefusal(context, actor);
	if (refusal) return refuse(refusal);
	const { store, audience } = context;
	const { visitor } = store;
	if (!visitor) return unchanged(context);
	const details = pageDetails(page, visitor.details, store.settings?.keepPageQuery ?? false);
	// Where the query isn't kept, pages of one address differ by their titles.
	const [before, now] = [visitor.details.page, details.page];
	if (before?.url === now?.url && before?.title === now?.title) return unchanged(context);
	store.describe({ ...visitor, details: { ...visitor.details, ...details } });
	// Dashboards load the visitor's page again when a presence frame comes.
	audience.toMembers(audience.presence());
	return unchanged(context);
}
