/** Which short questions are searched together with the question before them. */
import { describe, expect, test } from "vitest";
import { surePassage } from "../setup/passage.ts";
import { retrieve } from "../../../src/answer/retrieve.ts";

async function searched(question: string, before: string): Promise<{ followUp: boolean; queries: string[] }> {
	const queries: string[] = [];
	const { followUp } = await retrieve({ question, thread: [{ author: "visitor", text: before }] }, async (query) => {
		queries.push(query);
		return [];
	});
	return { followUp, queries };
}

describe("a short question after another", () => {
	test.each(["退货政策是什么", "退貨政策是什麼？", "运费是多少", "怎么退货", "什么是会员", "保証とは"])(
		"is a whole one when it names what it asks about: %s",
		async (question) => {
			expect(await searched(question, "怎样注销账户？")).toEqual({ followUp: false, queries: [question] });
		},
	);

	test.each(["那背包呢？", "加拿大呢", "多少钱？", "怎么办", "那是什么", "リュックサックは？", "And by PayPal?"])(
		"is searched with the one before when it leans on it: %s",
		async (question) => {
			const { followUp, queries } = await searched(question, "寄到美国的运费是多少钱？");
			expect(followUp).toBe(true);
			expect(queries).toContain(`${question}\n寄到美国的运费是多少钱？`);
		},
	);

	test.each([
		["is a whole one when the team has it nearly word by word", "question", 0.85, false],
		["leans on it when a question of the team's is only like it", "question", 0.6, true],
		["leans on it when it is an article's heading", "article", 0.85, true],
	] as const)("%s", async (_, kind, charSimilarity, followUp) => {
		const found = surePassage("pay", {
			articleId: "q",
			kind,
			title: "How can I pay?",
			text: "By card.",
			charSimilarity,
		});
		const result = await retrieve(
			{ question: "And how can I pay?", thread: [{ author: "visitor", text: "How long do I have to return a bag?" }] },
			() => Promise.resolve([found]),
		);
		expect(result.followUp).toBe(followUp);
	});
});
