/** Numbers in answers are compared by what they mean: spelling, language and unit may differ, the quantity may not. */
import { describe, expect, test } from "vitest";
import { groundingCheck } from "../../../src/answer/guard/grounding.ts";
import { quantitiesIn } from "../../../src/answer/guard/quantities.ts";

const look = (passages: string, text: string, question = "") =>
	groundingCheck({ passages, question, instructions: "You write replies.", notes: [] })(text);

describe("the same quantity in another spelling may be said", () => {
	test.each([
		["30-day returns", "You have 30 days."],
		["30 days for returns", "We have a 30-day return policy."],
		["a warranty of 24 months", "There is a 24-month warranty."],
		["a warranty of 24 months", "There is a warranty of two years."],
		["a 13-inch laptop", "A laptop of 13 inches fits."],
		["a 15-inch laptop", "Ein 15-Zoll-Laptop passt."],
		["within 30 days", "Es gilt die 30-Tage-Frist."],
		["innerhalb von 30 Tagen", "You have thirty days."],
		["35 litres", "It is a 35-litre bag, or 35 l."],
		["500 g", "It weighs 500g, so 0.5 kg."],
		["54 × 34 × 20 cm", "It is 54x34x20 cm."],
		["€9.00", "It costs €9, so 9 €."],
		["€12.00", "It costs 12 euros, zwölf Euro oder 12,00 €."],
		["€4.90", "Das kostet 4,90 €."],
		["open from 10am", "We open at 10 am, so 10:00 or 10 Uhr."],
		["geöffnet bis 13 Uhr", "We close at 1 pm."],
		["Call 020 7946 0018", "Call 02079460018, from abroad +44 20 7946 0018."],
		["one hour", "It takes 60 minutes."],
		["two weeks", "It takes 14 days."],
		["a five-year warranty", "The warranty is 5-year, so 60 months."],
		["10–15 days", "It takes 10 to 15 days."],
		["3–5 business days", "Das dauert 3 bis 5 Werktage."],
		["24h support", "Support is there for 24 hours."],
		["120€", "It is 120 euros."],
		["a fortnight", "It takes 14 days."],
		["1,250 shops", "Wir haben 1.250 Läden."],
		["2026-04-05", "It ends on 5 April 2026, so 05.04.2026."],
		["bis zum 5. April 2026", "It ends on 2026-04-05."],
		["24.12. geschlossen", "Closed on 24 December."],
		["20 % off", "20 percent off, 20 pour cent, yüzde 20, %20."],
		["| Days | Price |\n| 30 | 9.50 |", "It takes 30 days and costs 9,50 €."],
		["30 jours", "Vous avez trente jours."],
		["14 días", "Tiene dos semanas."],
		["2 anni", "La garanzia è di due anni, 24 mesi."],
		["14 dagen", "De termijn is twee weken."],
		["14 dias", "O prazo é de duas semanas."],
		["30 dni", "To jest 30-dniowy termin, trzydzieści dni."],
		["14 gün", "İki hafta, yani 14 günlük süre."],
		["30天内", "您在三十天内可以退货，也就是30天。"],
		["2周", "两周，即十四天。"],
		["30日以内", "返品は30日間可能です。三十日です。"],
		["営業時間は10時から17時", "10:00〜17:00、午後5時まで。"],
		["30 يوما", "لديك ٣٠ يومًا."],
		["14 يوما", "أمامك أسبوعان."],
		["100万円", "1000000円です。"],
		["$49/month", "It is $49 a month."],
		["500 mAh", "It has 500mAh."],
		["the 20th of May", "On May 20."],
		["30 dagar", "Du har trettio dagar på dig."],
		["två veckor", "Det tar 14 dagar."],
		["149 kr", "Det kostar 149 kronor, alltså 149:-."],
		["2 års garanti", "Garantin gäller i 24 månader."],
		["1 250 kr", "Priset är 1250 kronor."],
		["3–5 vardagar", "Det tar 3 till 5 arbetsdagar."],
		["30 дней", "У вас тридцать дней, это 30-дневный срок."],
		["14 дней", "Это занимает две недели."],
		["1 500 рублей", "Это стоит 1500 ₽, то есть 1500 руб."],
		["гарантия 2 года", "Гарантия действует 24 месяца."],
		["35 литров", "Объём — 35 л."],
		["открыты с 9 утра", "Мы открываемся в 9:00, в 9 часов."],
		["5–7 рабочих дней", "Доставка займёт от 5 до 7 дней."],
		["скидка 20 %", "Скидка двадцать процентов."],
		["30 יום", "יש לכם שלושים ימים."],
		["14 ימים", "אפשר להחזיר תוך שבועיים."],
		["49.90 ₪", 'זה עולה 49.90 ש"ח, כלומר 49.90 שקלים.'],
		["שנתיים אחריות", "האחריות היא ל-24 חודשים."],
		["3-5 ימי עסקים", "זה לוקח בין 3 ל-5 ימי עסקים."],
		['משקל 1.5 ק"ג', "התיק שוקל 1500 גרם."],
		["פתוח מ-9 בבוקר", "אנחנו פותחים ב-9:00."],
		["30일 이내", "삼십 일 안에 반품할 수 있습니다."],
		["14일", "2주 안에 가능합니다."],
		["30,000원", "3만 원입니다."],
		["15,000원", "1만 5천 원입니다."],
		["2년 보증", "보증 기간은 24개월입니다."],
		["오전 10시부터", "10:00에 엽니다."],
		["두 달", "2개월 걸립니다."],
		["일주일", "7일 걸립니다."],
		["3~5영업일", "3일에서 5일 걸립니다."],
		["20% 할인", "20퍼센트 할인됩니다."],
		["30 दिन", "आपके पास तीस दिन हैं।"],
		["14 दिन", "इसमें दो हफ्ते लगते हैं।"],
		["₹499", "इसकी कीमत 499 रुपये है।"],
		["2 साल की वारंटी", "वारंटी 24 महीने की है।"],
		["सुबह 10 बजे से", "हम 10:00 पर खुलते हैं।"],
		["३० दिन", "आपके पास 30 दिन हैं।"],
		["3-5 कार्य दिवस", "इसमें 3 से 5 दिन लगते हैं।"],
		["डेढ़ घंटा", "इसमें 90 मिनट लगते हैं।"],
	])("%s: %s", (passages, text) => {
		expect(look(passages, text)).toBe(null);
	});
});

describe("another quantity is invented", () => {
	test.each([
		["30 days", "You have 30 weeks."],
		["14 days", "You have 14 months."],
		["two weeks", "You have two months."],
		["14 days", "You have three weeks."],
		["14 Tage", "Sie haben drei Wochen."],
		["3–5 business days", "It takes 6 days."],
		["3–5 business days", "It takes 3 to 7 days."],
		["€9.00", "It costs €9.50."],
		["€9.00", "It costs $9."],
		["€9.00", "It costs 90 cents."],
		["9 days", "It costs €9."],
		["open from 10am", "We open at 10 pm."],
		["bis 13 Uhr", "We close at 2 pm."],
		["Call 020 7946 0018", "Call 020 7946 0019."],
		["35 litres", "It holds 53 litres."],
		["500 g", "It weighs 500 kg."],
		["13-inch", "A 14-inch laptop fits."],
		["20 % off", "30 percent off."],
		["2026-04-05", "It ends on 06.04.2026."],
		["24 months", "The warranty is three years."],
		["30 jours", "Vous avez soixante jours."],
		["14 días", "Tiene tres semanas."],
		["14 gün", "Üç hafta."],
		["30天", "您在四十天内可以退货。"],
		["30天", "您在30周内可以退货。"],
		["30日以内", "返品は60日間可能です。"],
		["30 يوما", "لديك ثلاثة أشهر."],
		["version 3.0.1", "Take version 3.0.2."],
		["Use SPRING20", "Use SPRING25."],
		["30-day returns", "Use the code 30-OFF."],
		["30 dagar", "Du har 30 veckor på dig."],
		["14 dagar", "Det tar tre veckor."],
		["149 kr", "Det kostar 194 kronor."],
		["2 års garanti", "Garantin gäller i 36 månader."],
		["öppet till 17:00", "Vi stänger 18:00."],
		["30 дней", "У вас 30 недель."],
		["14 дней", "Это занимает три недели."],
		["1 500 рублей", "Это стоит 1600 рублей."],
		["гарантия 2 года", "Гарантия действует три года."],
		["с 9 утра", "Мы открываемся в 9 вечера."],
		["30 יום", "יש לכם ארבעים ימים."],
		["14 ימים", "אפשר להחזיר תוך חודשיים."],
		["49.90 ₪", 'זה עולה 94.90 ש"ח.'],
		["שנתיים אחריות", "האחריות היא לשלוש שנים."],
		["30일 이내", "40일 안에 반품할 수 있습니다."],
		["14일", "3주 안에 가능합니다."],
		["30,000원", "4만 원입니다."],
		["2년 보증", "보증 기간은 36개월입니다."],
		["오전 10시부터", "오후 10시에 엽니다."],
		["30일 이내", "30주 안에 반품할 수 있습니다."],
		["30 दिन", "आपके पास चालीस दिन हैं।"],
		["14 दिन", "इसमें तीन हफ्ते लगते हैं।"],
		["₹499", "इसकी कीमत 599 रुपये है।"],
		["2 साल की वारंटी", "वारंटी तीन साल की है।"],
		["सुबह 10 बजे से", "हम शाम 10 बजे खुलते हैं।"],
	])("%s: %s", (passages, text) => {
		expect(look(passages, text)).toBe("figure");
	});
});

describe("the visitor's own order", () => {
	test.each([
		["Is shipping free for an order of 80 euros?", "Yes, an order of 80 euros ships free."],
		["Ist der Versand bei einer Bestellung über 80 Euro frei?", "Ja, bei einer Bestellung von 80 € ist er frei."],
		["I have a 80 euro order", "Your order of €80 ships free."],
		["La livraison est gratuite pour une commande de 80 euros ?", "Oui, pour une commande de 80 €."],
		["我的订单80欧元免运费吗", "是的，订单80欧元免运费。"],
		["Where is order AB-4711?", "I can't look up order AB-4711."],
	])("may be said back: %s %s", (question, text) => {
		expect(look("Orders from €60 ship free.", text, question)).toBe(null);
	});

	test.each([
		["Is it true that it costs 5 euros?", "Yes, it costs 5 euros."],
		["Is it true that it costs 5 euros?", "Yes, your order costs 5 euros."],
		["You give 50% on my order?", "Yes, you get 50% off your order."],
		["My order of 80 euros is late", "You get 80 euros back."],
		["My voucher is AB-4711", "Your voucher AB-4711 is valid."],
		["I was told to call 0900 123 456 7", "Please call 0900 123 456 7."],
	])("isn't what somebody says the company offers: %s %s", (question, text) => {
		expect(look("Orders from €60 ship free.", text, question)).toBe("figure");
	});
});

test("a single digit without a unit, a written one and an ordinal say nothing", () => {
	expect(look("Returns.", "1. Pack it. 2. Send it. It takes a day, one of two. The 2nd step is easy.")).toBe(null);
});

test("a pound is money or a weight", () => {
	expect(quantitiesIn("3 pounds")[0]?.values).toEqual(["gbp:3", "pounds:3"]);
});
