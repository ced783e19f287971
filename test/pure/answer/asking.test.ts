/** The sentences of a message that ask, apart from what stands around them. */
import { describe, expect, test } from "vitest";
import { askingOf } from "../../../src/answer/consider.ts";

const asking = (question: string) => askingOf({ question, thread: [] });
const plain = (text: string): string =>
	text
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
		.trim();

describe("what asks", () => {
	test.each([
		["And to Canada?", "And to Canada"],
		["Und nach Norwegen?", "Und nach Norwegen"],
		["Good morning, my name is Sue. How long is the warranty? Kind regards, Sue", "How long is the warranty"],
		["How long is the warranty?\n-- \nSue Hill\nHill & Sons\n+44 113 496 0000", "How long is the warranty"],
		["How long is the warranty?\n\nSent from my iPhone", "How long is the warranty"],
		["hi i live in oslo do you ship to norway thank you", "do you ship to norway"],
		["how long\nis the\nwarranty", "how long is the warranty"],
		["Do you deliver\nto Norway?", "Do you deliver to Norway"],
		["Hi\nI have a question\nhow long is the warranty", "how long is the warranty"],
		[
			"Sehr geehrte Damen und Herren,\n\nwas kostet der Versand?\n\nMit freundlichen Grüßen\nK. Huber",
			"was kostet der Versand",
		],
		["お世話になっております。田中と申します。送料はいくらですか？よろしくお願いいたします。", "送料はいくらですか"],
		["您好，我叫李娜。运费多少钱？谢谢！", "运费多少钱"],
		["Здравствуйте, меня зовут Анна. Сколько стоит доставка? Заранее спасибо!", "Сколько стоит доставка"],
		["안녕하세요. 배송비가 얼마예요? 감사합니다.", "배송비가 얼마예요"],
		["Merhaba, adım Ayşe. Kargo ücreti ne kadar? Teşekkürler", "Kargo ücreti ne kadar"],
		["Dzień dobry, nazywam się Ewa. Ile kosztuje wysyłka? Pozdrawiam", "Ile kosztuje wysyłka"],
		["Bom dia, chamo-me Rui. Quanto custa o envio? Obrigado", "Quanto custa o envio"],
		["Hej, jag heter Lars. Vad kostar frakten? Tack på förhand", "Vad kostar frakten"],
		["مرحبا، اسمي سارة. كم تكلفة الشحن؟ شكرا", "كم تكلفة الشحن"],
		["שלום, קוראים לי דנה. כמה עולה המשלוח? תודה", "כמה עולה המשלוח"],
		["नमस्ते, मेरा नाम राज है। डिलीवरी का कितना खर्च है? धन्यवाद", "डिलीवरी का कितना खर्च है"],
	])("%j", async (message, asked) => {
		const found = await asking(message);
		expect(plain(found.asked)).toBe(plain(asked));
		expect(found.kind).toBe("question");
	});

	test.each([
		"In Norway, how long does delivery take?",
		"For a bag over 40 litres, how much is shipping?",
		"If I return the bag, who pays?",
		"What is the best bag for a laptop?",
		"Which of your bags do people love most?",
		"Is the E. Garrison bag still made?",
		"My zip is broken",
		"refund?",
		"Số liệu được sử dụng để xác định các sân bay bận rộn là gì?",
	])("is all of %j", async (message) =>
		expect((await asking(message)).asked.replace(/\?$/, "")).toBe(message.replace(/\?$/, "")),
	);

	test("leaves what is told beside it as context", async () => {
		const { asked, context } = await asking("My card was stolen. What do I need to do? Order 4471893. Thanks, Sue");
		expect(asked).toBe("What do I need to do?");
		expect(context).toContain("My card was stolen");
		expect(context).not.toContain("Thanks");
	});

	test("is what tells the matter, where nothing asks", async () => {
		expect((await asking("Hello, my order is 4471893. The zip of my bag broke. Best, Tim")).asked).toContain("zip");
	});
});

describe("a message that asks nothing yet", () => {
	test.each([
		"I have a question",
		"Hi, I have a question.",
		"Can you help me?",
		"I need help",
		"are you there?",
		"Who are you?",
		"What can you do?",
		"Ich habe eine Frage",
		"Können Sie mir helfen?",
		"J'ai une question",
		"Tengo una pregunta",
		"Tenho uma dúvida",
		"Ho una domanda",
		"Ik heb een vraag",
		"Mam pytanie",
		"Bir sorum var",
		"عندي سؤال",
		"יש לי שאלה",
		"質問があります",
		"我有个问题",
		"질문이 있어요",
		"मेरा एक सवाल है",
		"Jag har en fråga",
		"У меня есть вопрос",
	])("%j announces one", async (message) => expect((await asking(message)).kind).toBe("opener"));

	test("may be nothing but courtesies", async () => {
		expect((await asking("Thank you so much for your help. Best regards, Sue")).kind).toBe("courtesies");
	});
});
