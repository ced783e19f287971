/** "No human please": words of a request for a person that ask for none. */
import { describe, expect, test } from "vitest";
import { asksForPerson } from "../../../src/answer/intent/human-request/detect.ts";

describe("a message that wants no person", () => {
	test.each([
		"No human please",
		"no human",
		"no agent",
		"please no agent",
		"stop connecting me to an agent",
		"I don't want to talk to a person, how long is the warranty?",
		"I don't want a human",
		"without a human please",
		"kein Mensch bitte",
		"Bitte keinen Mitarbeiter",
		"Ich brauche keinen Berater",
		"pas d'humain svp",
		"pas besoin d'un conseiller",
		"sin agente por favor",
		"no quiero hablar con un agente",
		"sem atendente por favor",
		"não quero falar com uma pessoa",
		"nessun operatore grazie",
		"non voglio parlare con un operatore",
		"geen mens alsjeblieft",
		"geen medewerker nodig",
		"bez konsultanta proszę",
		"nie chcę rozmawiać z człowiekiem",
		"temsilci istemiyorum",
		"insanla konuşmak istemiyorum",
		"لا أريد التحدث مع موظف",
		"オペレーターは不要です",
		"人と話したくない",
		"不要人工",
		"不用转人工",
		"בלי נציג",
		"לא רוצה לדבר עם נציג",
		"상담원 연결 필요 없어요",
		"इंसान नहीं चाहिए",
		"ingen människa tack",
		"vill inte ha en människa",
		"не надо оператора",
		"не хочу говорить с человеком",
	])("%j calls nobody", (message) => expect(asksForPerson(message)).toBe(false));
});

describe("a message that wants no machine", () => {
	test.each([
		"I don't want a bot, I want a human",
		"I don't want a bot, let me talk to an agent",
		"why is there no human here? I want to talk to one",
		"no, I want a human",
		"is there no human I can talk to?",
		"No bots please, a real person",
		"Keinen Bot, ich will einen Menschen",
		"pas de robot, je veux parler à un humain",
		"no quiero un bot, quiero un agente",
		"不要机器人，我要人工",
		"ボットは不要です、人間と話したい",
		"не хочу бота, соедините с оператором",
	])("%j asks for a person", (message) => expect(asksForPerson(message)).toBe(true));
});
