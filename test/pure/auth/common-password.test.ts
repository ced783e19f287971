/** Which passwords set-up refuses, because an attacker tries them first. */
import { describe, expect, test } from "vitest";
import { isCommonPassword } from "../../../src/auth/sign-in/common-password.ts";

const own = ["Fjord Bags", "Ines Moreira", "ines@fjordbags.example"];

describe("is refused", () => {
	test.each([
		"password123",
		"Password123!",
		"P@ssw0rd2024",
		"passwordpassword",
		"1q2w3e4r5t",
		"qwertyuiop",
		"iloveyou123",
		"basketball",
		"Basketball1",
		"!!sunshine!!",
		"dragondragon",
		"Superman2025",
		"letmein12345",
		"welcome-2024",
		"1234567890",
		"0987654321",
		"9876543210",
		"4155550123",
		"20240131120000",
		"1111111111",
		"aaaaaaaaaa",
		"abcdefghij",
		"zyxwvutsrqponm",
		"abcabcabcabc",
		"ababababab",
		"asdfghjkl123",
		"poiuytrewq",
		"qwertzuiop",
		"fjordbags1",
		"FjordBags2024",
		"inesmoreira",
		"Moreira12345",
		"ines@fjordbags.example",
		"ＰＡＳＳＷＯＲＤ１２３",
	])("%j", async (password) => expect(await isCommonPassword(password, own)).toBe(true));
});

describe("is taken", () => {
	test.each([
		"correct horse battery staple",
		"tin whale under nine lamps",
		"a long password",
		"a password for tests",
		"vT9#qLmz2@Xr",
		"kaffee-trinkt-der-otter",
		"Mein Vater isst 3 Äpfel",
		"我喜欢在海边看日落和星星",
	])("%j", async (password) => expect(await isCommonPassword(password, own)).toBe(false));
});
