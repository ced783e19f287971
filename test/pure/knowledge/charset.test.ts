/** Old pages and files in the encodings of their day, with and without a word about it. */
import { describe, expect, test } from "vitest";
import { decodeFile, decodeText } from "../../../src/knowledge/source/html/charset.ts";
import { decodeDos } from "../../../src/knowledge/source/html/encodings/dos.ts";
import { readFile } from "../../../src/knowledge/source/files/read.ts";

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

/** The same in a code page of DOS. */
const inDos = (text: string, page: string): Uint8Array =>
	Uint8Array.from(
		[...text].map((letter) => {
			for (let byte = 0; byte < 256; byte++) if (decodeDos(Uint8Array.of(byte), page) === letter) return byte;
			return 0x3f;
		}),
	);

const polish = "Ile kosztuje przesyłka? Zwrot jest możliwy w ciągu trzydziestu dni, także żółtych toreb.";
const german = "Rücksendungen sind innerhalb von 30 Tagen möglich, große Taschen kosten mehr.";

describe("an uploaded text", () => {
	test.each([
		["macintosh", german],
		["macintosh", "Les retours sont gratuits jusqu'à trente jours après la réception, même à l'étranger."],
		["macintosh", "När kommer min beställning? Returer är gratis i trettio dagar, även på nätet."],
		["windows-1252", "När kommer min beställning? Returer är gratis i trettio dagar, även på nätet."],
		["windows-1252", "Zoë, Søren, Müller, Peña, François, Ångström, Þór"],
		["windows-1252", "Größe: fünf"],
		["windows-1250", "Ile kosztuje przesyłka? Dziesięć."],
		["x-mac-cyrillic", "Когда придет мой заказ? Доставка занимает три дня."],
		["windows-1257", "Kada atvyks mano užsakymas? Grąžinimas nemokamas trisdešimt dienų, keitimas irgi."],
	])("in %s is read: %s", (encoding, text) => {
		expect(decodeFile(encoded(text, encoding))).toBe(text);
	});

	test.each([
		["ibm850", german],
		["ibm850", "¿Cuándo llega mi pedido? La devolución es gratis durante treinta días, mañana también."],
		["ibm852", polish],
		["ibm852", "Kdy přijde můj balík? Vrácení zboží je možné do třiceti dnů."],
		["ibm852", "Mikor érkezik meg a csomagom? A visszaküldés harminc napon belül lehetséges, űrlappal, ősszel is."],
	])("in DOS's %s is read: %s", (page, text) => {
		expect(decodeFile(inDos(text, page))).toBe(text);
		expect(decodeFile(inDos(`question;answer\r\n${text};x\r\n`.repeat(20), page))).toContain(text);
	});

	const wide = (text: string, big: boolean): Uint8Array =>
		Uint8Array.from(
			[...text].flatMap((letter) => {
				const code = letter.charCodeAt(0);
				return big ? [code >> 8, code & 255] : [code & 255, code >> 8];
			}),
		);
	test.each([
		"question;answer\r\nDo you ship?;Yes",
		"Когда придет мой заказ? Через 3 дня.\n",
		"问题,答案\n送货吗？,送\n",
		"주문한 상품은 언제 도착하나요?\n",
	])("in UTF-16 without a mark is read: %j", async (text) => {
		for (const big of [false, true]) {
			expect(decodeFile(wide(text, big))).toBe(text);
			expect((await readFile("a.txt", wide(text, big))).ok).toBe(true);
		}
	});

	test("in the seven bits of Japanese mail is read", () => {
		const bytes = [0x1b, 0x24, 0x42, 0x4a, 0x56, 0x49, 0x4a, 0x1b, 0x28, 0x42, 0x3f];
		expect(decodeFile(Uint8Array.from(bytes))).toBe("返品?");
	});

	test("in UTF-8 with a torn letter keeps the others", () => {
		const bytes = [...new TextEncoder().encode(german), 0xc3, 0x20, 0x62];
		expect(decodeFile(Uint8Array.from(bytes))).toBe(`${german}\ufffd b`);
	});

	test.each([
		[
			"Georgian of old",
			Uint8Array.from(
				Array.from({ length: 300 }, (_, at) => (at % 6 === 5 ? 0x20 : 0xc0 + ((at * 11 + Math.floor(at / 6)) % 33))),
			),
		],
		[
			"signs in words",
			Uint8Array.from(Array.from({ length: 300 }, (_, at) => [0x61, 0xa9, 0x62, 0x20, 0xb6, 0x63][at % 6] ?? 0)),
		],
		["UTF-32", Uint8Array.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])],
	])("in what can't be told is refused with what to do, and never read wrongly: %s", async (_, bytes) => {
		expect(decodeFile(bytes)).toBe(null);
		for (const name of ["a.txt", "a.csv", "a.md", "a.html"])
			expect(await readFile(name, bytes)).toMatchObject({
				ok: false,
				reason: expect.stringMatching(/Save it as UTF-8/),
			});
	});

	test("of controls is no text", async () => {
		const bytes = Uint8Array.from(
			[..."Привет"].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
		);
		expect(await readFile("a.txt", bytes)).toMatchObject({
			ok: false,
			reason: expect.stringMatching(/its content is no text/),
		});
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

describe("Chinese in seven bits (HZ)", () => {
	/** The bytes of GB 2312 without their high bit, between the brackets of RFC 1843. */
	const hz = (text: string): Uint8Array => {
		const bytes = text
			.split(/(\p{Script=Han}+|[，。？！：；（）]+)/u)
			.flatMap((part, at) =>
				at % 2 === 0
					? [...new TextEncoder().encode(part.replaceAll("~", "~~"))]
					: [0x7e, 0x7b, ...[...encoded(part, "gbk")].map((byte) => byte & 0x7f), 0x7e, 0x7d],
			);
		return Uint8Array.from(bytes);
	};
	const chinese = "我的订单什么时候到？Delivery takes 3 days，三十天内可以免费退货。~5 kg\n请保留发票。";

	test("is read in an uploaded text, in a page that names it and in one that doesn't", () => {
		expect(decodeFile(hz(chinese))).toBe(chinese);
		expect(decodeText(hz(chinese))).toBe(chinese);
		expect(decodeText(hz(chinese), "text/html; charset=HZ-GB-2312")).toBe(chinese);
		const page = `<html><head><meta charset="hz-gb-2312"></head><p>${chinese}</p></html>`;
		expect(decodeText(hz(page))).toBe(page);
	});

	test("is joined where a tilde ends its lines, and ends with a line that doesn't close it", () => {
		const bytes = (text: string) => new TextEncoder().encode(text);
		expect(decodeFile(bytes("~{<:Ky2;S{#,NpJ)l6HK!#~}~\nBye."))).toBe("己所不欲，勿施於人。Bye.");
		expect(decodeFile(bytes("~{<:Ky2;S{#,NpJ)l6HK!#\nBye."))).toBe("己所不欲，勿施於人。\nBye.");
	});

	test.each([
		"Set ~{NAME~} and ~{EMAIL~} in the template.",
		"A pattern such as ~{a,b} matches both; ~~ is a tilde, ~/bags a folder.",
		"echo ~{user}/bags; cd ~",
		"~{FIRST~} ~{LASTNAME~} ~{COUNTRY1~}",
		"~{NAME~} ~{CITY~} ~{CODE~}",
		"about ~ 5 kg ~} or so",
	])("isn't seen in %s", (text) => {
		expect(decodeFile(new TextEncoder().encode(text))).toBe(text);
	});
});
