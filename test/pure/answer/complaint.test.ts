/** The detection of messages that say the last answer didn't help, in twelve languages, and of questions that only sound unhappy. */
import { describe, expect, test } from "vitest";
import { isComplaint } from "../../../src/answer/intent/complaint.ts";

const complaints: [language: string, messages: string[]][] = [
	[
		"English",
		[
			"That didn't help",
			"no that's wrong",
			"that is not what I asked",
			"That's not what I asked for.",
			"still not working",
			"It's still not working",
			"It still doesn't work",
			"wrong",
			"No, wrong answer",
			"doesn't help me",
			"this isn't helpful at all",
			"you didn't answer my question",
			"That doesn't answer my question",
			"I already tried that",
			"same problem again",
			"no that didn't work either",
			"not what I meant",
			"nothing works",
			"you already said that",
			"Sorry, but that's incorrect",
		],
	],
	[
		"German",
		[
			"nein, das hilft mir nicht",
			"Das hat nicht geholfen",
			"Das ist falsch",
			"das ist nicht was ich gefragt habe",
			"funktioniert immer noch nicht",
			"geht immer noch nicht",
			"Das stimmt nicht",
			"danach habe ich nicht gefragt",
			"falsche Antwort",
		],
	],
	[
		"Spanish",
		[
			"eso no me ayuda",
			"No me sirve",
			"eso no es lo que pregunté",
			"sigue sin funcionar",
			"todavía no funciona",
			"eso es incorrecto",
			"no, eso está mal",
		],
	],
	[
		"French",
		[
			"Ça ne m'aide pas",
			"ça ne marche toujours pas",
			"ce n'est pas ce que j'ai demandé",
			"c'est faux",
			"Cela ne répond pas à ma question",
			"Ça n'a pas marché",
		],
	],
	[
		"Portuguese",
		[
			"isso não ajudou",
			"não é isso que perguntei",
			"não foi o que perguntei",
			"ainda não funciona",
			"isso está errado",
		],
	],
	[
		"Italian",
		["questo non mi aiuta", "non è quello che ho chiesto", "ancora non funziona", "non funziona ancora", "è sbagliato"],
	],
	[
		"Dutch",
		["dat helpt niet", "Dat is niet wat ik vroeg", "het werkt nog steeds niet", "dat klopt niet", "dat is fout"],
	],
	["Polish", ["to nie pomogło", "nie o to pytałem", "nadal nie działa", "to nieprawda", "to jest źle"]],
	["Turkish", ["bu işe yaramadı", "hâlâ çalışmıyor", "bunu sormadım", "bu yanlış", "yardımcı olmadı"]],
	[
		"Japanese",
		[
			"役に立ちませんでした",
			"それは違います",
			"まだ動きません",
			"聞きたいのはそれではありません",
			"解決しませんでした",
		],
	],
	["Chinese", ["没有帮助", "这不是我问的", "还是不行", "不对", "你答非所问", "没用", "我问的不是这个"]],
	["Arabic", ["هذا لم يساعدني", "هذا ليس ما سألت عنه", "ما زال لا يعمل", "هذا خطأ", "غير صحيح"]],
];

const others = [
	"It's not working since I washed it, what can I do?",
	"The zip is wrong colour, can I exchange it?",
	"My discount code doesn't work",
	"the app is still not working",
	"I got the wrong bag",
	"You charged me the wrong amount",
	"Why is my card not working?",
	"password reset isn't working",
	"no, password reset isn't working",
	"What if the zip doesn't work?",
	"Is it wrong to wash it?",
	"I already tried that code twice",
	"How do I change the wrong address?",
	"That helped, thanks",
	"it works now",
	"no",
	"no thanks",
	"that is what I wanted",
	"my question",
	"that's right",
	"noch nicht",
	"pas encore",
	"non, rien",
	"不用了，谢谢",
	"Not yet, I will try it tomorrow",
	"I asked for a refund last week",
	"Der Reißverschluss geht nicht mehr auf",
	"Mein Rabattcode funktioniert nicht",
	"Das Paket ist falsch adressiert",
	"Mi código no funciona",
	"No me llega el paquete",
	"Mon code ne marche pas",
	"Je n'ai pas reçu mon colis",
	"Pas de souci",
	"O meu código não funciona",
	"Il mio codice non funziona",
	"Mijn code werkt niet",
	"Mój kod nie działa",
	"Kodum çalışmıyor",
	"コードが使えません",
	"ファスナーが動きません",
	"荷物が届きません",
	"拉链坏了怎么办",
	"优惠码没用",
	"颜色不对可以换吗",
	"尺寸不对",
	"الكود لا يعمل",
	"وصلني المنتج الخطأ",
];

describe("no progress", () => {
	test.each(complaints.flatMap(([language, messages]) => messages.map((message) => [language, message])))(
		"is heard in %s: %s",
		(_, message) => {
			expect(isComplaint(message)).toBe(true);
		},
	);

	test.each(others)("is not heard in %j", (message) => {
		expect(isComplaint(message)).toBe(false);
	});

	test("is ruled out where a word is said without end", () => {
		for (const text of ["not ".repeat(40), "ça pas ".repeat(22), "لا ".repeat(50), "不".repeat(160), "まだ".repeat(80)])
			expect(isComplaint(text), text).toBe(false);
	});
});
