import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asksForPerson } from "../../../src/answer/intent/human-request/detect.ts";

const asks: Record<string, string[]> = {
	English: [
		"I want to talk to a human",
		"Can I speak to a real person?",
		"talk to an agent",
		"agent please",
		"human",
		"Representative!",
		"live agent",
		"connect me to someone",
		"please transfer me to an operator",
		"put me through to somebody",
		"is there someone I can talk to?",
		"I'd rather speak with a person than a bot",
		"can a human help me",
		"i need a human",
		"get me your manager",
		"How do I contact a live agent?",
		"stop, I don't want to talk to a bot, give me a person",
		"can i tlak to a humna",
		"speek to a reprsentative",
		"I want too speak with soemone",
		"I don't understand you, I would like to talk to somebody",
		"hi, my parcel is late. can I speak to an agent about it?",
	],
	German: [
		"Ich möchte mit einem Menschen sprechen",
		"Kann ich mit einem Mitarbeiter reden?",
		"Verbinden Sie mich bitte mit jemandem",
		"echter Mensch bitte",
		"Mitarbeiter bitte",
	],
	Spanish: [
		"Quiero hablar con una persona",
		"¿Puedo hablar con un agente?",
		"necesito un humano",
		"pásame con un operador",
		"agente",
	],
	French: [
		"Je veux parler à un humain",
		"Puis-je parler à quelqu'un ?",
		"je voudrais parler avec un conseiller",
		"un conseiller svp",
	],
	Portuguese: [
		"Quero falar com uma pessoa",
		"posso falar com um atendente?",
		"atendente",
		"preciso de falar com alguém",
	],
	Italian: [
		"Vorrei parlare con una persona",
		"posso parlare con un operatore?",
		"operatore",
		"voglio parlare con qualcuno",
	],
	Dutch: [
		"Ik wil met een mens praten",
		"Kan ik iemand spreken? Ik wil met een medewerker praten",
		"verbind me met een medewerker",
	],
	Polish: [
		"Chcę rozmawiać z człowiekiem",
		"proszę połączyć mnie z konsultantem",
		"czy mogę porozmawiać z pracownikiem?",
	],
	Turkish: [
		"Bir insanla konuşmak istiyorum",
		"müşteri temsilcisine bağlayın",
		"gerçek bir kişi ile görüşmek istiyorum",
	],
	Japanese: ["人間と話したい", "オペレーターにつないでください", "担当者と話せますか", "有人対応をお願いします"],
	Chinese: ["转人工", "我要人工客服", "我想和真人说话", "人工", "可以找客服人员聊吗"],
	Arabic: ["أريد التحدث إلى شخص حقيقي", "أريد أن أتحدث مع موظف", "حولني إلى موظف"],
};

const others: Record<string, string[]> = {
	English: [
		"I am a real person",
		"I'm a human too",
		"Do you have the human rights bag?",
		"Is the agent of change tote back in stock?",
		"Are you a human?",
		"Am I talking to a real person?",
		"Can I send the parcel to another person?",
		"How many bags can one person order?",
		"I bought this for someone else",
		"Is this bag big enough for a tall person?",
		"Do you have a person bag?",
		"I don't want to talk to a human",
		"Can someone else sign for the parcel?",
		"My travel agent told me the Weekender fits",
		"What does the cleaning agent do to the leather?",
		"Who is the representative for Norway?",
		"I called the courier, and they don't know",
		"person with disabilities discount",
		"I need a person's address for the parcel",
		"Can the courier call my neighbour?",
		"can you help me",
		"I need help with my order",
		"What is your phone number?",
		"Is there a bag for a laptop and a phone?",
		"",
		"???",
	],
	German: ["Ist der Rucksack für große Menschen geeignet?", "Wie viele Personen können bestellen?"],
	Spanish: ["¿Cuántas personas trabajan ahí?", "Es un regalo para otra persona"],
	French: ["C'est un cadeau pour une personne âgée", "Combien de temps prend la livraison ?"],
	Portuguese: ["É um presente para outra pessoa"],
	Italian: ["È un regalo per una persona cara"],
	Dutch: ["Is deze tas geschikt voor lange mensen?"],
	Polish: ["Czy to dobry prezent dla starszej osoby?"],
	Turkish: ["Bu çanta bir kişi için yeterli mi?"],
	Japanese: ["この鞄は背の高い人に合いますか", "配送はどのくらいかかりますか"],
	Chinese: ["这个包适合高个子的人吗", "怎么退货"],
	Arabic: ["هل الحقيبة مناسبة لشخص طويل؟"],
};

const rows = (table: Record<string, string[]>) =>
	Object.entries(table).flatMap(([language, texts]) => texts.map((text) => ({ language, text })));

describe("asking for a person", () => {
	test.each(rows(asks))("is heard in $language: $text", ({ text }) => {
		expect(asksForPerson(text)).toBe(true);
	});

	test.each(rows(others))("is not mistaken in $language: $text", ({ text }) => {
		expect(asksForPerson(text)).toBe(false);
	});

	test("is not mistaken in a word without end, such as a token that somebody pastes", () => {
		expect(asksForPerson("A1x".repeat(100))).toBe(false);
	});

	test("is decided for any text, also a very long one", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => typeof asksForPerson(text) === "boolean"),
		);
		expect(asksForPerson("to with ".repeat(500))).toBe(false);
		expect(asksForPerson("talk ".repeat(800))).toBe(false);
	});
});
