/** What the chaos run's checker holds of mails and alerts: it finds what is lost, doubled or not owed, and nothing in a sound run. */
import { describe, expect, test } from "vitest";
import { checkOutside, type Outside, type OutsideKind } from "./check.ts";
import type { Taken } from "./fates.ts";

type Owed = Parameters<typeof checkOutside>[1][number];

const AT = 1_000_000;
const [ana, ben] = ["ana@mail.example", "ben@mail.example"];

const owed: readonly Owed[] = [
	{ conversation: "c_1", what: "mail", to: ana, id: "7", isRequired: true },
	{ conversation: "c_1", what: "alert", to: "", id: "5", isRequired: true },
	{ conversation: "c_2", what: "transcript", to: ben, id: "t99", isRequired: true },
];
const taken = (over: Partial<Taken>): Taken => ({
	way: "smtp",
	to: ana,
	messageId: "abc.7@chat.example",
	text: "Open it: http://chat.example/continue#code",
	at: AT,
	answer: "sent",
	...over,
});
const mail = taken({});
const transcript = taken({ way: "cloudflare", to: ben, messageId: null, text: "All of it" });
const alert = taken({
	way: "slack",
	to: "/x",
	messageId: null,
	text: "<http://h/conversations/c_1?status=all|Open it>",
});
const told = taken({ to: "ines@team.example", messageId: "told.1@chat.example", text: "The channel #gone" });
const sound = [mail, transcript, alert, told];

function found(over: Partial<Outside> = {}, due: readonly Owed[] = owed): OutsideKind[] {
	const kinds: OutsideKind[] = [];
	const gone = { name: "#gone", calls: 1, problem: "It is revoked.", tells: "ines@team.example" };
	const outside = { taken: sound, kills: [], team: ["ines@team.example"], gone, ...over };
	checkOutside(outside, due, (kind) => kinds.push(kind));
	return kinds;
}

test("a run in which all that was due came once has no faults", () => {
	expect(found()).toEqual([]);
});

describe("what was due and never came is found", () => {
	test.each([
		["a mail by SMTP", mail],
		["a mail by Cloudflare", transcript],
		["an alert", alert],
	])("%s", (_, lost) => {
		expect(found({ taken: sound.filter((each) => each !== lost) })).toEqual(["undelivered"]);
		// Taken is not enough: the Worker, which heard nothing of it, owes it still.
		const unheard = sound.map((each) => (each === lost ? { ...lost, answer: "lost" as const } : each));
		expect(found({ taken: unheard })).toEqual(["undelivered"]);
	});
	test("but not where something came between", () => {
		const excused = owed.map((one) => ({ ...one, isRequired: false }));
		expect(found({ taken: [told] }, excused)).toEqual([]);
	});
});

describe("what came twice is found", () => {
	test.each([
		["a mail by SMTP", mail],
		["a mail by Cloudflare", transcript],
		["an alert", alert],
		["a mail to a teammate", told],
	])("%s", (_, twice) => {
		expect(found({ taken: [...sound, twice] })).toEqual(["deliveredTwice"]);
		// A crash, or a lost answer, explains one more, and no other.
		const crashed = { ...twice, answer: "killed" as const };
		expect(found({ taken: [...sound, crashed] })).toEqual([]);
		expect(found({ taken: [...sound, { ...twice, answer: "lost" as const }] })).toEqual([]);
		expect(found({ taken: [...sound, crashed, twice] })).toEqual(["deliveredTwice"]);
	});
	test("and a kill explains it only right after the answer", () => {
		const again = { ...mail, at: AT + 9_000 };
		expect(found({ taken: [...sound, again], kills: [AT - 1] })).toContain("deliveredTwice");
		expect(found({ taken: [...sound, again], kills: [AT + 8_000] })).toContain("deliveredTwice");
		expect(found({ taken: [...sound, again], kills: [AT + 9_500] })).toEqual([]);
	});
});

test("another Message-ID at a later try is found, and a mail that nobody owed", () => {
	const renamed = taken({ messageId: "abc.8@chat.example" });
	expect(found({ taken: [...sound, renamed] })).toEqual(["notOwed"]);
	expect(found({ taken: [...sound, taken({ to: "eve@mail.example" })] })).toEqual(["notOwed"]);
});

test("a dead channel that nobody was told of is found, and one that looks alive", () => {
	expect(found({ taken: [mail, transcript, alert] })).toEqual(["deadUntold"]);
	expect(found({ gone: { name: "#gone", calls: 3, problem: null, tells: "ines@team.example" } })).toEqual([
		"deadUntold",
	]);
});
