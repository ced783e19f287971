/** Old pages and files in the encodings of their day, with and without a word about it. */
import { describe, expect, test } from "vitest";
import { decodeText } from "../../../src/knowledge/source/html/charset.ts";

/** Bytes of a text in an encoding, found by decoding all there are. */
function encoded(text: string, encoding: string): Uint8Array {
	const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: false });
	const bytes = new Map<string, number[]>();
	const learn = (code: number[]) => {
		try {
			const letter = decoder.decode(Uint8Array.from(code));
			if ([...letter].length === 1 && !bytes.has(letter)) bytes.set(letter, code);
		} catch {
			// No character.
		}
	};
	for (let byte = 0; byte < 256; byte++) learn([byte]);
	for (let lead = 0x81; lead < 256; lead++) for (let trail = 0x40; trail < 256; trail++) learn([lead, trail]);
	return Uint8Array.from([...text].flatMap((letter) => bytes.get(letter) ?? [0x3f]));
}

const texts: [encoding: string, text: string][] = [
	["windows-1251", "Когда придет мой заказ? Доставка занимает три дня, возврат бесплатный."],
	["windows-1251", "Коли прийде моє замовлення? Доставка триває три дні."],
	["koi8-r", "Возврат товара возможен в течение тридцати дней."],
	["windows-1250", "Ile kosztuje przesyłka? Zwrot jest możliwy w ciągu trzydziestu dni, także żółtych toreb."],
	["windows-1250", "Kdy přijde můj balík? Vrácení zboží je možné do třiceti dnů."],
	["windows-1250", "Mikor érkezik meg a csomagom? A visszaküldés harminc napon belül lehetséges, űrlappal, ősszel is."],
	["iso-8859-2", "Zwrot jest możliwy w ciągu trzydziestu dni, książki też."],
	["windows-1252", "Rücksendungen sind innerhalb von 30 Tagen möglich, große Taschen kosten 5 € mehr."],
	["windows-1252", "Les retours sont gratuits jusqu’à trente jours après la réception, même à l’étranger."],
	["windows-1252", "¿Cuándo llega mi pedido? La devolución es gratis durante treinta días, mañana también."],
	["windows-1253", "Πότε θα έρθει η παραγγελία μου; Οι επιστροφές είναι δωρεάν για τριάντα ημέρες."],
	["windows-1254", "Siparişim ne zaman gelir? İade otuz gün içinde ücretsizdir, çanta değişimi de."],
	["windows-1255", "מתי תגיע ההזמנה שלי? החזרות בחינם תוך שלושים יום."],
	["windows-1256", "متى يصل طلبي؟ الإرجاع مجاني خلال ثلاثين يوما."],
	["shift_jis", "注文した商品はいつ届きますか。返品は三十日以内にお願いします。"],
	["euc-jp", "注文した商品はいつ届きますか。返品は三十日以内にお願いします。"],
	["gbk", "我的订单什么时候到？三十天内可以免费退货，请保留发票。"],
	["big5", "我的訂單什麼時候到？三十天內可以免費退貨，請保留發票。"],
	["euc-kr", "주문한 상품은 언제 도착하나요? 반품은 삼십일 이내에 가능합니다."],
];

describe("a text that doesn't say its encoding is told by its letters", () => {
	test.each(texts)("%s: %s", (encoding, text) => {
		expect(decodeText(encoded(text, encoding))).toBe(text);
		const rows = `question;answer\n${text};${text}\n`.repeat(20);
		expect(decodeText(encoded(rows, encoding))).toBe(rows);
	});

	test("a single accent is read as browsers do", () => {
		expect(decodeText(Uint8Array.from([0x63, 0x61, 0x66, 0xe9]))).toBe("café");
		expect(decodeText(encoded("“Fjord” – 30 €, Naïve & Søn", "windows-1252"))).toBe("“Fjord” – 30 €, Naïve & Søn");
	});
});

describe("a page that says it", () => {
	const text = "Доставка";
	test.each([
		["in the XML declaration", `<?xml version="1.0" encoding="windows-1251"?><html><body>${text}`],
		["with single quotes", `<?xml version='1.0' encoding='windows-1251'?><html><body>${text}`],
		["in a meta element", `<meta charset="windows-1251">${text}`],
		[
			"behind a long head",
			`<html><head><style>${"a{color:red}".repeat(500)}</style><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head>${text}`,
		],
	])("%s", (_, page) => expect(decodeText(encoded(page, "windows-1251"))).toContain(text));

	test("by its header, before everything else", () => {
		expect(decodeText(encoded(text, "koi8-r"), "text/html; charset=koi8-r")).toBe(text);
	});

	test.each(["iso-8859-1", "windows-1252", "ISO-8859-15", "latin1"])("UTF-8 that its server calls %s", (name) => {
		const page = new TextEncoder().encode(`<meta charset="${name}"><p>Rückgabe – 14 Tage`);
		expect(decodeText(page, `text/html; charset=${name}`)).toContain("Rückgabe – 14 Tage");
	});

	test("Japanese in seven bits that says nothing", () => {
		const page = Uint8Array.from("<p>\u001b$BJVIJ$O\u001b(B 30", (letter) => letter.charCodeAt(0));
		expect(decodeText(page)).toBe("<p>返品は 30");
	});

	test("UTF-16 without a mark", () => {
		const bytes = Uint8Array.from([..."<!doctype html><p>Hé"].flatMap((letter) => [letter.charCodeAt(0), 0]));
		expect(decodeText(bytes)).toBe("<!doctype html><p>Hé");
	});

	test("one that says UTF-8 and isn't is read by its letters", () => {
		const page = `<meta charset="utf-8"><p>Возврат товара возможен в течение тридцати дней.`;
		expect(decodeText(encoded(page, "windows-1251"), "text/html; charset=utf-8")).toBe(page);
	});
});
