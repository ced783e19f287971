/** The detection of sensitive topics in visitors' messages, whatever words the team names a topic by. */
import { describe, expect, test } from "vitest";
import { sensitiveTopic } from "../../../src/answer/intent/rules.ts";

const heard: [topic: string, messages: string[]][] = [
	[
		"legal threats",
		[
			"I will sue you",
			"my lawyer will contact you",
			"I'm taking you to court",
			"Ich werde Sie verklagen",
			"Mein Anwalt meldet sich",
			"Voy a demandarlos",
			"Je vais porter plainte",
			"mon avocat vous contactera",
			"vou falar com o meu advogado",
			"Vi faccio causa, il mio avvocato vi scriverà",
			"Ik schakel mijn advocaat in",
			"Mój prawnik się z wami skontaktuje",
			"Avukatım sizinle iletişime geçecek",
			"弁護士に相談します",
			"我要起诉你们",
			"سأتصل بالمحامي",
		],
	],
	["Rechtliches", ["I will sue you", "Das geht vor Gericht"]],
	[
		"refunds",
		[
			"I want my money back",
			"When do I get my refund?",
			"give me back my money",
			"Ich will mein Geld zurück",
			"quiero que me devuelvan el dinero, quiero mi dinero",
			"Je veux être remboursé",
			"quero o meu dinheiro de volta",
			"Rivoglio i miei soldi indietro",
			"ik wil mijn geld terug",
			"chcę zwrotu pieniędzy",
			"Paramı geri istiyorum",
			"お金を返してください",
			"我要退款",
			"أريد استرداد أموالي",
		],
	],
	["chargebacks", ["I'll dispute the charge", "I will call my bank", "Ich lasse das zurückbuchen", "我要拒付"]],
	[
		"data protection",
		["Delete all my data", "GDPR request", "Was passiert mit meinen Daten, DSGVO?", "個人情報を消して"],
	],
	[
		"Injuries",
		["The strap hurt my son", "I cut my finger on the zip", "Ich habe mich verletzt", "怪我をしました", "孩子受伤了"],
	],
	[
		"press",
		[
			"press",
			"I'm from the press",
			"I have a press question",
			"I am a journalist writing about you",
			"Presseanfrage",
			"Soy periodista",
			"我是记者",
		],
	],
	["Warranty", ["Is my warranty void?"]],
	[
		"legal threats",
		[
			"Jag kommer att stämma er",
			"Min advokat hör av sig till er",
			"Я подам на вас в суд",
			"Мой адвокат свяжется с вами",
			"אני אתבע אתכם",
			"עורך הדין שלי יפנה אליכם",
			"변호사와 상의하겠습니다",
			"고소하겠습니다",
			"मैं आप पर मुकदमा करूँगा",
			"मेरा वकील आपसे बात करेगा",
		],
	],
	[
		"refunds",
		[
			"Jag vill ha pengarna tillbaka",
			"Верните мне деньги",
			"אני רוצה את הכסף שלי בחזרה",
			"돈을 돌려주세요",
			"मुझे मेरे पैसे वापस चाहिए",
		],
	],
	[
		"chargebacks",
		[
			"Jag kommer att bestrida betalningen",
			"Я оспорю платёж",
			"אני אכחיש את העסקה",
			"카드사에 이의 신청하겠습니다",
			"मैं बैंक में शिकायत करूँगा",
		],
	],
	[
		"data protection",
		[
			"Radera mina uppgifter",
			"Удалите мои персональные данные",
			"תמחקו את המידע האישי שלי",
			"개인정보를 삭제해 주세요",
			"मेरा डेटा मिटा दीजिए",
		],
	],
	[
		"Injuries",
		[
			"Min son skadade sig på dragkedjan och hamnade på sjukhus",
			"Я порезала палец о молнию",
			"הבן שלי נפצע מהרוכסן",
			"지퍼에 손을 다쳤어요",
			"ज़िप से मेरे बेटे को चोट लगी",
		],
	],
	[
		"press",
		[
			"Jag är journalist och skriver om er",
			"Я журналист и пишу о вас",
			"אני עיתונאית ואשמח לראיון",
			"기자인데 취재하고 싶습니다",
			"मैं पत्रकार हूँ",
		],
	],
];

const ordinary = [
	"How long does shipping take?",
	"Is it legal to take the bag on a plane?",
	"Can I exchange my bag for another size?",
	"Do I have to pay customs duty?",
	"Which polish is best for the leather?",
	"Can I press the bag flat?",
	"Can I pay by bank transfer?",
	"How do I clean my bag?",
	"Does the press stud come off?",
	"My parcel has not arrived",
	"Wie lange dauert der Versand?",
	"¿Cuánto cuesta el envío?",
	"Quels sont les délais de livraison ?",
	"送料はいくらですか",
	"运费多少钱",
	"كم تكلفة الشحن؟",
	"Hur lång tid tar leveransen?",
	"Kan jag ta med väskan på planet?",
	"Сколько стоит доставка?",
	"Можно взять сумку в самолёт?",
	"כמה עולה המשלוח?",
	"אפשר לקחת את התיק לטיסה?",
	"배송비가 얼마인가요?",
	"가방을 기내에 들고 탈 수 있나요?",
	"डिलीवरी कितने दिन में होती है?",
	"क्या बैग हवाई जहाज में ले जा सकते हैं?",
];

describe("sensitive topics", () => {
	test.each(heard.flatMap(([topic, messages]) => messages.map((message) => [topic, message])))(
		"%s: %s",
		(topic = "", message = "") => {
			expect(sensitiveTopic(message, ["weather", topic])).toBe(topic);
		},
	);

	test.each(ordinary)("has nothing against %j", (message) => {
		const topics = ["legal threats", "refunds", "chargebacks", "data protection", "injuries", "press inquiries"];
		expect(sensitiveTopic(message, topics)).toBeNull();
	});

	test.each([
		"Does the press stud come off?",
		"Where do I press?",
		"How do I sew it to the press stud?",
		"my media player",
	])("isn't its name where that also means an everyday thing: %s", (message) => {
		expect(sensitiveTopic(message, ["press", "Media"])).toBeNull();
	});

	test("hears only what the workspace names", () => {
		expect(sensitiveTopic("I will sue you", ["refunds"])).toBeNull();
		expect(sensitiveTopic("I will sue you", [])).toBeNull();
	});
});
