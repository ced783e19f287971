/**
 * Settings of what strangers may cost a workspace: the conversations that begin, and the calls of language models. Each has a
 * default, because a row stored by an older release may lack it. The Inbox counts (inbox/limits/).
 *
 * An answer of some 2,000 tokens in and 200 out costs $0.0002 to $0.0003 with the models we choose (November 2026,
 * https://developers.cloudflare.com/workers-ai/platform/pricing/).
 */
import * as v from "valibot";

const upTo = (most: number, least = 1) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/**
 * New conversations. An address is an IPv4 address or an IPv6 /64, the network of one subscriber. A hundred people behind one
 * office's address stay far below its limits; a script is stopped within a minute.
 */
export const StartLimits = v.object({
	addressStartsIn10Minutes: v.optional(upTo(10_000), 60),
	addressStartsADay: v.optional(upTo(100_000), 500),
	workspaceStartsAnHour: v.optional(upTo(100_000), 3_000),
});
export type StartLimits = v.InferOutput<typeof StartLimits>;

/** An IPv6 /48 is what one customer of a provider gets at most, and has 65,536 /64s: it may begin so many times as much as one. */
export const STARTS_OF_A_48 = 4;

/**
 * Calls of language models a day (UTC). 0: none.
 *
 * The workspace's 20,000 are some 100,000 conversations a month with six answers each, and at most $4 to $6 a day. An address's
 * 4,000 are a hundred people who ask five questions each hour of a working day. A visitor's 200 are more than a person asks.
 */
export const CallLimits = v.object({
	visitorCallsADay: v.optional(upTo(10_000, 0), 200),
	addressCallsADay: v.optional(upTo(1_000_000, 0), 4_000),
	workspaceCallsADay: v.optional(upTo(1_000_000, 0), 20_000),
});
export type CallLimits = v.InferOutput<typeof CallLimits>;

/**
 * Files in conversations a day (the latest 24 hours), in megabytes of 1,048,576 bytes. 0: none. A file counts as one megabyte at
 * least, so that the limits bound their number too. R2 stores a gigabyte for $0.015 a month, so a workspace's 20,000 MB of one
 * day cost $0.30 in each month that they are kept.
 */
export const FileLimits = v.object({
	visitorFileMegabytesADay: v.optional(upTo(100_000, 0), 200),
	conversationFileMegabytesADay: v.optional(upTo(100_000, 0), 500),
	workspaceFileMegabytesADay: v.optional(upTo(1_000_000, 0), 20_000),
});
export type FileLimits = v.InferOutput<typeof FileLimits>;

/** Visitors at one address share so many times as much as one of them may send: a visitor's id costs nothing to get. */
export const FILES_OF_AN_ADDRESS = 5;

/** What visitors at one address may send in all to conversations in which nothing has been said yet, in megabytes a day. */
export const UNSAID_MEGABYTES = 60;

export const DAY_MS = 86_400_000;

/** Days since 1970, UTC, as budgets count them. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

/** The model calls of a day so far. */
export const CallUsage = v.object({ day: v.number(), calls: v.number() });
export type CallUsage = v.InferOutput<typeof CallUsage>;
