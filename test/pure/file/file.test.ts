/** Files are told by what they hold, named safely, counted, and served in ranges. */
import { describe, expect, test } from "vitest";
import { type Upload, Used } from "../../../src/file/quota.ts";
import { rangeIn } from "../../../src/file/serve.ts";
import { disposition } from "../../../src/http/disposition.ts";
import { tell } from "../../../src/file/tell.ts";
import { fileName, fileWords, messageWords } from "../../../src/protocol/conversation/file.ts";
import { cleanLine } from "../../../src/protocol/text/shown.ts";
import { beginnings, bytesOf, joined } from "../setup/sent-files.ts";

describe("what a file is", () => {
	test.each(beginnings)("%s is a %s", async (type, show, bytes) => {
		expect(await tell(bytes)).toEqual({ type, show });
	});

	test.each([
		["HTML", "<html><body onload=alert(1)>"],
		["HTML after a comment", "<!-- GIF89a --><script>alert(1)</script>"],
		["SVG", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
		["a script", "alert(document.cookie)"],
		["an empty file", ""],
		["a picture's name", "photo.jpg"],
	])("%s is never shown, whatever it is called", async (_, text) => {
		expect((await tell(bytesOf(text))).show).toBe("download");
	});

	test("a picture that is HTML as well is only ever a picture", async () => {
		const polyglot = joined("GIF89a", [24, 0, 16, 0], "/*<html><script>alert(1)</script>*/");
		expect(await tell(polyglot)).toEqual({ type: "image/gif", show: "picture" });
	});

	test("a PDF that begins later is none", async () => {
		expect((await tell(bytesOf("<script>alert(1)</script>%PDF-1.7"))).show).toBe("download");
	});
});

describe("a file's name", () => {
	test.each([
		["invoice.png", "invoice.png"],
		["../../etc/passwd", "_.._etc_passwd"],
		['a"b<c>d?.txt', "a_b_c_d_.txt"],
		["...", "file"],
		["", "file"],
		["C:\\fakepath\\photo.jpg", "C__fakepath_photo.jpg"],
	])("%s is shown as %s", (given, shown) => {
		expect(fileName(given)).toBe(shown);
	});

	test("can't turn its ending around", () => {
		expect(fileName(cleanLine("photo\u202Egpj.exe"))).toBe("photogpj.exe");
		expect(fileName(cleanLine("photo\u200fgpj.exe"))).toBe("photo_gpj.exe");
	});

	test("keeps its ending when it is cut", () => {
		const name = fileName(`${"é".repeat(300)}.jpeg`);
		expect([...name]).toHaveLength(120);
		expect(name.endsWith("….jpeg")).toBe(true);
		expect([...fileName("😀".repeat(300))]).toHaveLength(120);
	});

	test("is a header of its own", () => {
		expect(disposition("attachment", 'Rechnung "März".pdf')).toBe(
			"attachment; filename=\"Rechnung _M_rz_.pdf\"; filename*=UTF-8''Rechnung%20%22M%C3%A4rz%22.pdf",
		);
		expect(disposition("attachment", "torn \ud83d.txt")).toContain("torn%20%EF%BF%BD.txt");
		expect(disposition("inline", "a\r\nSet-Cookie: x=1.png")).not.toMatch(/[\r\n]/);
	});

	test("stands for the file in previews", () => {
		const picture = { show: "picture", name: "invoice.png" } as const;
		expect(fileWords(picture)).toBe("Picture: invoice.png");
		const file = { ...picture, id: "", type: "", size: 1 };
		expect(messageWords({ text: "", files: [file] })).toBe("Picture: invoice.png");
		expect(messageWords({ text: "See this", files: [file] })).toBe("See this · Picture: invoice.png");
		expect(messageWords({ text: "Hello" })).toBe("Hello");
	});
});

describe("a range", () => {
	test.each([
		[null, null],
		["bytes=0-", { offset: 0, length: 10 }],
		["bytes=0-1", { offset: 0, length: 2 }],
		["bytes=4-100", { offset: 4, length: 6 }],
		["bytes=-3", { offset: 7, length: 3 }],
		["bytes=-30", { offset: 0, length: 10 }],
		["bytes=10-", "unsatisfiable"],
		["bytes=-0", "unsatisfiable"],
		["bytes=5-2", null],
		["bytes=0-1,4-5", null],
		["lines=0-1", null],
		["bytes=-", null],
	] as const)("of ten bytes: %s", (header, range) => {
		expect(rangeIn(header, 10)).toEqual(range);
	});
});

describe("what is sent in a day", () => {
	const MB = 1_024 * 1_024;
	const limits = {
		visitorFileMegabytesADay: 100,
		conversationFileMegabytesADay: 150,
		workspaceFileMegabytesADay: 1_000,
	};
	const upload = (change: Partial<Upload> = {}): Upload => ({
		conversationId: "c_1",
		fileId: "f",
		size: 25 * MB,
		visitorId: "v_1",
		addressHash: "a_1",
		hasSaid: true,
		...change,
	});
	const filled = (many: number, change: (no: number) => Partial<Upload>) => {
		const used = new Used();
		for (let no = 0; no < many; no++) used.add(upload(change(no)));
		return used;
	};

	test.each([
		["visitor", filled(4, (no) => ({ conversationId: `c_${no}` })), {}],
		["conversation", filled(6, () => ({ visitorId: null })), { visitorId: null }],
		["address", filled(20, (no) => ({ visitorId: `v_${no}`, conversationId: `c_${no}` })), { visitorId: "v_new" }],
		["workspace", filled(40, (no) => ({ visitorId: null, conversationId: `c_${no}` })), { visitorId: null }],
		["unsaid", filled(2, (no) => ({ visitorId: `v_${no}`, hasSaid: false })), { visitorId: "v_new", hasSaid: false }],
	] as const)("is limited by %s", (name, used, change) => {
		expect(used.refusal(upload({ conversationId: "c_1", ...change }), limits)).toBe(name);
	});

	test("counts a megabyte at least, and gives back what is over", () => {
		const used = filled(100, () => ({ size: 1 }));
		expect(used.refusal(upload({ size: 1 }), limits)).toBe("visitor");
		used.remove(upload({ size: 1 }));
		expect(used.refusal(upload({ size: 1 }), limits)).toBeNull();
	});
});
