/** The audit log as owners and admins read it: who did what, when, and from where. Nothing changes or removes a row. */
import * as v from "valibot";

/** Where a request came from, as far as it says. `address`: an IPv4 address, or the first 64 bits of an IPv6 address. */
export const RequestOrigin = v.object({
	place: v.nullable(v.string()),
	device: v.nullable(v.string()),
	address: v.nullable(v.string()),
});
export type RequestOrigin = v.InferOutput<typeof RequestOrigin>;

/** The first word of an action, which is what it is about. */
export const AuditTopic = v.picklist([
	"member",
	"invitation",
	"factor",
	"workspace",
	"settings",
	"channel",
	"contact",
	"visitor",
	"knowledge",
]);
export type AuditTopic = v.InferOutput<typeof AuditTopic>;

export const AuditRow = v.object({
	id: v.string(),
	/** ms since 1970. */
	at: v.number(),
	actor: v.object({ id: v.string(), name: v.string() }),
	/** Such as "member.removed". Any string is read, because a later release may have others. */
	action: v.string(),
	/** What it was done to. `name` is a member's; null for other things, whose names aren't kept here. */
	subject: v.object({ id: v.string(), name: v.nullable(v.string()) }),
	detail: v.record(v.string(), v.unknown()),
	origin: v.nullable(RequestOrigin),
});
export type AuditRow = v.InferOutput<typeof AuditRow>;

export const AuditPage = v.object({ rows: v.array(AuditRow), cursor: v.nullable(v.string()) });
export type AuditPage = v.InferOutput<typeof AuditPage>;
