/** An answer is shown in pieces that end where nothing is cut in two. */
import { describe, expect, test } from "vitest";
import { GuardedStream } from "../../../src/answer/guard/guarded-stream.ts";
import { pieceEnd } from "../../../src/answer/guard/pieces.ts";

/** The pieces in which a text is shown that comes in tokens of so many characters. */
function pieces(text: string, size = 4, refuses: (text: string) => string | null = () => null): string[] {
	const shown: string[] = [];
	const stream = new GuardedStream(refuses, (piece) => void shown.push(piece));
	for (let at = 0; at < text.length; at += size) if (!stream.feed(text.slice(at, at + size))) return shown;
	stream.end();
	return shown;
}

describe("a piece ends", () => {
	test.each([
		["at a sentence", "You have thirty days. Then it is ours.", ["You have thirty days. ", "Then it is ours."]],
		["at a line", "Yes:\n- one\n- two", ["Yes:\n", "- one\n", "- two"]],
		["at a question", "Is it new? Then yes!", ["Is it new? ", "Then yes!"]],
		["at a sentence's quotation", "We say “never.” And mean it.", ["We say “never.” ", "And mean it."]],
		["at a sentence without spaces", "可以退货。请在三十天内寄回。", ["可以退货。", "请在三十天内寄回。"]],
		["at a sentence of another script", "Да, можно. Это бесплатно.", ["Да, можно. ", "Это бесплатно."]],
		["not at a number's point", "It costs 4.90 or No. 5 is 3.50 in all", ["It costs 4.90 or No. 5 is 3.50 in all"]],
		["not at an abbreviation", "Take e.g. Friday or z. B. heute", ["Take e.g. Friday or z. B. heute"]],
	])("%s", (_, text, wanted) => {
		for (const size of [1, 2, 7, 200]) expect(pieces(text, size), `${size}`).toEqual(wanted);
	});

	const long =
		"a long sentence that goes on and on without an end in sight and has no mark in it at all that would end it so that ";
	test.each([
		[
			"a number and its unit",
			`${long.repeat(2).slice(0, 150)} costs 1 200 euros and more of it follows here now`,
			"1 200 euros",
		],
		[
			"an amount and its sign",
			`${long.repeat(2).slice(0, 155)} is € 12.50 for all of it and more follows here now`,
			"€ 12.50",
		],
		[
			"an address",
			`${long.repeat(2).slice(0, 140)} https://shop.example/a/long/way/to/go and more of it follows`,
			"https://shop.example/a/long/way/to/go",
		],
		[
			"a link's text",
			`${long.repeat(2).slice(0, 145)} [the page of our returns](https://shop.example/returns) has more of it`,
			"[the page of our returns](https://shop.example/returns)",
		],
		[
			"a telephone number",
			`${long.repeat(2).slice(0, 150)} +44 20 7946 0018 and more of it follows here now`,
			"+44 20 7946 0018",
		],
		[
			"code",
			`${long.repeat(2).slice(0, 150)} \`npm run parley now\` and more of it follows here now`,
			"`npm run parley now`",
		],
	])("in a long sentence at a space, but not inside of %s", (_, text, whole) => {
		for (const size of [1, 3, 50, 400]) {
			const shown = pieces(text, size);
			expect(shown.join("")).toBe(text);
			expect(shown.length).toBeGreaterThan(1);
			expect(
				shown.some((piece) => piece.includes(whole)),
				JSON.stringify(shown),
			).toBe(true);
		}
	});

	test("after some 160 characters, also where there are no spaces", () => {
		for (const text of [
			"退货须知请注意以下几点内容".repeat(40),
			"คืนสินค้าได้ภายในสามสิบวัน".repeat(30),
			"word ".repeat(200),
		])
			for (const piece of pieces(text)) expect(piece.length).toBeLessThanOrEqual(190);
	});

	test("within the second that its bytes take, in every script", () => {
		const texts = {
			de: "Sie können jede Tasche innerhalb der Frist zurückgeben sofern sie unbenutzt ist und das Etikett noch daran hängt und der Beleg dabei liegt",
			pl: "Każdą torbę można zwrócić w terminie o ile nie była używana i ma jeszcze metkę a do paczki dołączono dowód zakupu oraz formularz zwrotu",
			ru: "Вы можете вернуть любую сумку в течение срока если она не использовалась и на ней осталась бирка а в посылке лежит чек и форма возврата",
			ar: "يمكنك إرجاع أي حقيبة خلال المدة إذا لم تستعمل وما زالت البطاقة معلقة عليها وأرفقت الفاتورة واستمارة الإرجاع مع الطرد",
			he: "אפשר להחזיר כל תיק בתוך התקופה אם לא נעשה בו שימוש והתווית עדיין תלויה עליו והקבלה וטופס ההחזרה נמצאים בחבילה",
			ja: "ご購入いただいたバッグは未使用でタグが付いたままの状態であり領収書と返品用紙が同封されている場合に限り期間内に返品することができますのでご安心ください",
			zh: "只要商品没有使用过而且标签还在上面并且包裹里附有发票和退货单您就可以在规定的期限之内退回任何一个背包我们会尽快为您办理退款手续请您放心购买",
			ko: "사용하지 않았고 라벨이 그대로 달려 있으며 영수증과 반품 양식이 소포에 들어 있다면 기간 안에 어떤 가방이든 반품하실 수 있습니다",
			hi: "यदि बैग का उपयोग नहीं हुआ है और लेबल लगा हुआ है और रसीद और वापसी का फ़ॉर्म पार्सल में है तो आप अवधि के भीतर कोई भी बैग लौटा सकते हैं",
		};
		for (const [language, text] of Object.entries(texts)) {
			const [first = ""] = pieces(text.repeat(3), 1);
			expect(new TextEncoder().encode(first).length, language).toBeLessThanOrEqual(190);
		}
	});

	test("somewhere, even where everything is a figure", () => {
		const shown = pieces("1 2 3 4 5 6 7 8 9 ".repeat(100));
		expect(shown.join("")).toBe("1 2 3 4 5 6 7 8 9 ".repeat(100));
		expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(600);
	});

	test("nowhere in what has only begun", () => {
		for (const text of ["", "You have", "It costs 4.", "See https://shop"]) expect(pieceEnd(text)).toBe(0);
	});
});

test("after a piece that is refused, nothing more is shown", () => {
	const refuses = (text: string) => (text.includes("bad") ? "bad" : null);
	expect(pieces("It is good. It is bad. It is good.", 3, refuses)).toEqual(["It is good. "]);
	expect(pieces("It is good. It is fine", 3, refuses)).toEqual(["It is good. ", "It is fine"]);
});

test("a piece is checked together with all that is shown before it", () => {
	const seen: string[] = [];
	pieces("One is here. Two are there. Three", 5, (text) => {
		seen.push(text);
		return null;
	});
	expect(seen).toEqual(["One is here. ", "One is here. Two are there. ", "One is here. Two are there. Three"]);
});
