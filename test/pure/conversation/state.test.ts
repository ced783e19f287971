/** A conversation's state: its first value, its storage, and the unread counts. */
import { expect, test } from "vitest";
import * as v from "valibot";
import { newState, State, unreadForTeam, unreadForVisitor } from "../../../src/conversation/state.ts";

test("a new conversation is open and with the AI, without deadlines or read marks", () => {
	expect(newState()).toEqual({
		aiMailAt: null,
		linkedAt: null,
		mailStopped: null,
		mailTimes: [],
		mailedBefore: 0,
		mailedSeq: 0,
		repliedAt: 0,
		repliedByAi: true,
		repliedSeq: 0,
		status: "open",
		handler: "ai",
		assignee: null,
		archived: false,
		snooze: null,
		tags: [],
		routing: null,
		reason: null,
		offered: false,
		seq: 0,
		settledSeq: 0,
		askedSeq: 0,
		visitorSaid: 0,
		oursSaid: 0,
		teamReadSaid: 0,
		unreadFrom: 0,
		visitorReadSaid: 0,
		teamReadSeq: 0,
		visitorReadSeq: 0,
		leftEmail: null,
		email: null,
		mentions: [],
		name: null,
		claimed: null,
		contactId: null,
		waitingSince: null,
		noShowAt: null,
		closeAt: null,
		summary: null,
		offersInARow: 0,
		undoable: [],
	});
});

test("a stored state is read back unchanged, a block without an end too", () => {
	const state: State = { ...newState(), blockedUntil: null, archived: true, waitingSince: 5, seq: 9 };
	expect(v.parse(State, JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test("unread is the number of the other side's messages minus those read", () => {
	const state: State = { ...newState(), visitorSaid: 5, teamReadSaid: 2, oursSaid: 4, visitorReadSaid: 3 };
	expect(unreadForTeam(state)).toBe(3);
	expect(unreadForVisitor(state)).toBe(1);
});
