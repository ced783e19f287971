/** What a reply's writer is asked about before it is sent, and in which words. */
import { expect, test } from "vitest";
import type { Written } from "../../../dashboard/thread/reply/meanwhile/written.ts";
import { Shown, writtenSince } from "../../../dashboard/thread/reply/meanwhile/written.ts";
import { meanwhileWords } from "../../../dashboard/thread/reply/meanwhile/words.ts";
import type { Entry, Message } from "../../../src/protocol/conversation/entry.ts";

const ben = { kind: "member", id: "ben", name: "Ben" } as const;
const me = { kind: "member", id: "me", name: "I" } as const;
const visitor = { kind: "visitor" } as const;
const ai = { kind: "ai" } as const;
const said = (seq: number, author: Message["author"]): Message => ({
	kind: "message",
	seq,
	at: seq,
	id: `m${seq}`,
	author,
	text: "Words",
});
const note = (seq: number): Written => ({ kind: "note", seq, at: seq, id: `n${seq}`, author: ben, text: "Words" });
const event: Entry = { kind: "event", seq: 5, at: 5, event: { type: "taken_over", member: ben } };
const seqs = (entries: readonly Written[]) => entries.map(({ seq }) => seq);

test("what a teammate, the AI or the visitor wrote since counts, and neither one's own words nor events do", () => {
	const log = [said(1, visitor), said(2, ben), said(3, me), said(4, ai), event, note(6), said(7, visitor)];
	expect(seqs(writtenSince(log, 2, 0, "me"))).toEqual([4, 6, 7]);
	expect(seqs(writtenSince(log, 0, 0, "ben"))).toEqual([1, 3, 4, 7]);
	expect(writtenSince(log, 7, 0, "me")).toEqual([]);
});

test("a visitor's message that was read while writing on isn't asked about; what our side said always is", () => {
	const shown = new Shown();
	const log = [said(1, visitor), said(2, ben), said(3, visitor), said(4, visitor)];
	const asked = () => seqs(writtenSince(log, 0, shown.known, "me"));
	shown.show(1, 1_000);
	shown.wrote(5_999);
	expect(asked()).toEqual([1, 2, 3, 4]);
	shown.show(3, 6_000);
	shown.show(3, 10_000);
	shown.wrote(7_000);
	expect(asked()).toEqual([2, 3, 4]);
	shown.show(4, 10_500);
	shown.wrote(11_000);
	expect(asked()).toEqual([2, 4]);
	expect(shown.known).toBe(3);
	shown.wrote(60_000);
	expect(asked()).toEqual([2]);
});

test("the question says who, and what they did", () => {
	const words = (...all: Written[]) => meanwhileWords(all, "Visitor 4f2c");
	expect(words(said(1, ben))).toBe("Ben replied while you were writing.");
	expect(words(said(1, visitor), said(2, visitor))).toBe("Visitor 4f2c wrote while you were writing.");
	expect(words(said(1, ai))).toBe("The AI answered while you were writing.");
	expect(words(said(1, { kind: "ai", name: "Fjord" }))).toBe("Fjord answered while you were writing.");
	expect(words(note(1))).toBe("Ben left a note while you were writing.");
	expect(words(said(1, ben), said(2, visitor))).toBe("Ben and Visitor 4f2c wrote while you were writing.");
	expect(words(said(1, ben), note(2))).toBe("Ben replied while you were writing.");
});
