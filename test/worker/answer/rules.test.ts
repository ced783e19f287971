/** The rules that decide before the search, or over its result: a wish for a person, no progress, courtesies. */
import { describe, expect, vi } from "vitest";
import { test } from "../setup/asking.ts";

describe("rules", () => {
	test("connects a visitor who asks for a person, or offers one first where the workspace wants that", async ({
		ask,
	}) => {
		expect(await ask("Can I talk to a human?")).toEqual({
			action: "hand_off",
			reason: "asked_for_person",
			confidence: null,
		});
		const offering = { settings: { onRequest: "offer" as const } };
		expect(await ask("Can I talk to a human?", offering)).toMatchObject({
			action: "offer",
			reason: "asked_for_person",
		});
		expect(await ask("Can I talk to a human?", { ...offering, offersInARow: 1 })).toMatchObject({ action: "hand_off" });
	});

	test.for(["yes", "Yes please", "ok", "ja bitte", "sí, por favor", "oui", "はい、お願いします", "好的", "نعم"])(
		"takes %j after an offer for a yes to a person",
		async (question, { ask }) => {
			expect(await ask(question, { offersInARow: 1 })).toMatchObject({
				action: "hand_off",
				reason: "asked_for_person",
			});
			expect((await ask(question)).action).not.toBe("hand_off");
		},
	);

	test("goes on where a yes also asks something", async ({ ask }) => {
		expect(await ask("yes, can I pay by bank transfer?", { offersInARow: 1 })).toMatchObject({ action: "answer" });
	});

	test("hands over instead of a third offer in a row", async ({ ask }) => {
		expect((await ask("Do you sell umbrellas?", { offersInARow: 1 })).action).toBe("offer");
		expect(await ask("Do you sell umbrellas?", { offersInARow: 2 })).toMatchObject({
			action: "hand_off",
			reason: "too_many_turns",
		});
		expect((await ask("How do I return something?", { offersInARow: 2 })).action).toBe("answer");
	});

	test.for([
		"This is ridiculous, nothing works",
		"you are useless",
		"WHERE IS MY PARCEL I WANT AN ANSWER!!",
		"Das ist eine Frechheit",
		"Esto es inaceptable",
		"C'est inacceptable",
		"垃圾服务",
	])("hands %j over as frustrated", async (question, { ask }) => {
		expect(await ask(question)).toMatchObject({ action: "hand_off", reason: "frustrated" });
	});

	test("hands over who asks the same for the third time", async ({ ask }) => {
		const said = (text: string) => ({ author: "visitor" as const, text });
		const thread = [said("Do you sell umbrellas?"), said("do you sell umbrellas"), said("Do you sell umbrellas?")];
		expect(await ask("Do you sell umbrellas?", { thread })).toMatchObject({ reason: "frustrated" });
		expect((await ask("Do you sell umbrellas?", { thread: thread.slice(1) })).action).toBe("offer");
	});

	describe("turns without progress", () => {
		const visitor = (text: string) => ({ author: "visitor" as const, text });
		const ai = (text: string) => ({ author: "ai" as const, text });
		const policy = [visitor("What is your return policy?"), ai("30 days, unused, with a free label.")];

		test.for([
			"no that's wrong",
			"that is not what I asked",
			"still not working",
			"nein, das hilft mir nicht",
			"没有帮助",
		])("offer a person after %j, and connect the second time", async (question, { ask }) => {
			expect(await ask(question, { thread: policy })).toMatchObject({
				action: "offer",
				reason: "too_many_turns",
				sources: [],
			});
			const again = { action: "hand_off", reason: "too_many_turns" };
			expect(await ask(question, { thread: policy, offersInARow: 1 })).toMatchObject(again);
			const later = [
				...policy,
				visitor("That didn't help"),
				ai("Would you like?"),
				visitor("Do you ship?"),
				ai("Yes."),
			];
			expect(await ask(question, { thread: later })).toMatchObject(again);
		});

		test("are nothing of the sort before we have said anything, or where something is asked", async ({ ask }) => {
			expect(await ask("still not working")).not.toMatchObject({ reason: "too_many_turns" });
			expect(await ask("That didn't help. Can I pay by bank transfer?", { thread: policy })).toMatchObject({
				action: "answer",
			});
		});

		test("are no earlier question that another could follow on", async ({ ask }) => {
			const searched: string[] = [];
			const thread = [visitor("Do you ship to Norway?"), ai("Yes."), visitor("no, that's wrong"), ai("Sorry.")];
			await ask(
				"And to Canada?",
				{ thread },
				{
					search: (query) => {
						searched.push(query);
						return Promise.resolve([]);
					},
				},
			);
			expect(searched).toContain("And to Canada?\nDo you ship to Norway?");
		});

		test("are an answer they have had already: a person is offered instead, and connected the next time", async ({
			ask,
		}) => {
			const first = await ask("What is your return policy?");
			expect.assert(first.action === "answer");
			const thread = [visitor("What is your return policy?"), ai(first.text)];
			const discards = vi.fn<() => void>();
			for (const question of ["return policy", "tell me your policy for returns", "What's the return policy please?"]) {
				expect(await ask(question, { thread }, { onDiscard: discards })).toMatchObject({
					action: "offer",
					reason: "too_many_turns",
				});
				expect(await ask(question, { thread, offersInARow: 1 })).toMatchObject({ reason: "too_many_turns" });
				expect((await ask(question, { thread, offersInARow: 1 })).action).toBe("hand_off");
			}
			// Nothing of it was on the screen.
			expect(discards).not.toHaveBeenCalled();
		});

		test("are the same answer to who says that it doesn't work", async ({ ask }) => {
			const first = await ask("How do I reset my password?");
			expect.assert(first.action === "answer");
			const thread = [visitor("How do I reset my password?"), ai(first.text)];
			expect(await ask("no, password reset isn't working", { thread })).toMatchObject({ reason: "too_many_turns" });
		});

		test("are not a second question that the same text answers", async ({ ask }) => {
			const norway = await ask("Do you ship to Norway?");
			expect.assert(norway.action === "answer");
			expect(norway.text).toContain("We ship and deliver to every country");
			const thread = [visitor("Do you ship to Norway?"), ai(norway.text)];
			const canada = await ask("And to Canada?", { thread });
			expect(canada).toMatchObject({ action: "answer", text: expect.stringContaining("Canada") });
			const twice = [...thread, visitor("And to Canada?"), ai(norway.text), visitor("hm"), ai(norway.text)];
			expect((await ask("And to Switzerland?", { thread: twice })).action).toBe("offer");
		});
	});

	test("hands a sensitive topic over in any of its forms", async ({ ask }) => {
		const settings = { sensitiveTopics: ["legal action", "chargebacks"] };
		expect(await ask("I will take legal actions", { settings })).toMatchObject({
			action: "hand_off",
			reason: "sensitive",
		});
		expect(await ask("how does a chargeback work", { settings })).toMatchObject({
			action: "hand_off",
			reason: "sensitive",
		});
		expect((await ask("Is it legal to take the bag on a plane?", { settings })).action).not.toBe("hand_off");
		expect(await ask("My lawyer will contact you", { settings })).toMatchObject({ reason: "sensitive" });
	});

	test.for<[question: string, start: string]>([
		["Hello", "What can I help you with"],
		["hi there!", "What can I help you with"],
		["Thanks, that helped", "You're welcome"],
		["thank you very much, bye", "Goodbye"],
		["hello?", "What can I help you with"],
		["ok", "You're welcome"],
		["no thanks", "Goodbye"],
		["Guten Tag", "Wobei kann ich helfen"],
		["¡Muchas gracias!", "De nada"],
		["Merci beaucoup", "Je vous en prie"],
		["谢谢", "不客气"],
		["ありがとうございます", "どういたしまして"],
		["شكرا", "على الرحب"],
	])("answers %j with a courtesy", async ([question, start], { ask }) => {
		expect(await ask(question)).toMatchObject({
			action: "answer",
			text: expect.stringContaining(start),
			sources: [],
			writer: "rules",
		});
	});

	test("takes a greeting with a question for the question", async ({ ask }) => {
		expect(await ask("Hi, can I pay by bank transfer?")).toMatchObject({ sources: [{ title: "Payment methods" }] });
		expect(await ask("Hello, do you sell umbrellas")).toMatchObject({ action: "offer" });
	});
});
