/** What an earlier release folded in another way is folded anew, bit by bit, and can be found all the while. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { inbox, knowledge } from "../../../src/durable/objects.ts";
import { MessageIndex } from "../../../src/inbox/message-index.ts";
import { newId } from "../../../src/db/id.ts";
import { objectsOf, restore } from "../setup/recorded.ts";
import { count } from "../setup/sources.ts";

const workspaceId = objectsOf("v1").workspace.id;

/** Lets an object's alarm go off until nothing is left to be folded anew. Other work of it goes on beyond that. */
async function rest(stub: DurableObjectStub, left: () => Promise<number>): Promise<void> {
	for (let round = 0; round < 50; round++) {
		await runDurableObjectAlarm(stub);
		if ((await left()) === 0) return;
	}
	throw new Error("the work doesn't end");
}
const listRests = () => {
	const list = inbox(env, workspaceId);
	return rest(list, () =>
		runInDurableObject(
			list,
			(_, { storage: { sql } }) => sql.exec<{ no: number }>("SELECT refolded AS no FROM words_position").one().no,
		),
	);
};
const library = knowledge(env, workspaceId);
const libraryRests = () => rest(library, () => count(library, "refolding WHERE after < upto"));

/** A text, its terms as the first release made them, and what people look for now. */
const texts: [text: string, terms: string, query: string][] = [
	["Þórr will call about the strap", "þorr will call about the strap", "thorr"],
	["Lie­fe­rung nach Malta", "lie fe rung nach malta", "Lieferung"],
	["ħobża from the bakery", "ħobza from the bakeri", "hobza"],
	["Where is ΟΔΥΣΣΕΥΣ now", "where is οδυσσευς now", "οδυσσευσ"],
	["میخواهم کتاب‌ها", "میخواهم کتاب ها", "کتابها"],
];

test("messages are found by what people type now", async () => {
	const emoji: typeof texts = [
		["Thanks 👍🏽", "thank", "👍"],
		["看见我的包", "看见 见我 我的 的包", "包"],
	];
	const more = [...texts, ...emoji].flatMap(([text, terms], at) => [
		`INSERT INTO message_text (no, item, text) VALUES (${100 + at}, 1, '${text}')`,
		`INSERT INTO message_terms (rowid, text) VALUES (${100 + at}, '${terms}')`,
		`UPDATE index_position SET no = ${100 + at}`,
	]);
	await restore("v1", "inbox", more);
	await listRests();
	const found = (query: string) =>
		runInDurableObject(inbox(env, workspaceId), (_, { storage }) => {
			const index = new MessageIndex(storage.sql);
			return index.find(query, null).matches.map(({ no }) => index.excerpt(no, query));
		});
	for (const [text, , query] of [...texts, ...emoji]) expect(await found(query), query).toEqual([text]);
	expect(await found("repair zips")).toContain("Do you repair zips?");
});

test("while messages are folded anew, each is found once, latest first", async () => {
	await runInDurableObject(inbox(env, newId("ws")), (_, { storage: { sql } }) => {
		const all = 450;
		for (let no = 1; no <= all; no++) {
			sql.exec("INSERT INTO message_text (no, item, text) VALUES (?, ?, ?)", no, no, `strap ${no}`);
			sql.exec("INSERT INTO message_terms (rowid, text) VALUES (?, ?)", no, `strap ${no}`);
		}
		sql.exec("UPDATE words_position SET no = ?, refolded = ?", all, all);
		const latestFirst = Array.from({ length: all }, (_none, at) => all - at);
		const index = new MessageIndex(sql);
		const nos = () => index.find("strap", null).matches.map(({ no }) => no);
		expect(nos()).toEqual(latestFirst);
		let steps = 0;
		for (; index.refolding; steps++) {
			index.refold();
			expect(nos()).toEqual(latestFirst);
			expect(index.find("strap 7", null).matches[0]?.no).toBe(7);
			// The pages of a search begin where the last one ended, in whichever index.
			expect(index.find("strap", 251).matches.map(({ no }) => no)).toEqual(latestFirst.slice(-250));
		}
		expect(steps).toBe(3);
		index.add(9_000, [{ seq: 1, text: "a strap that came since" }]);
		expect(nos()).toEqual([all + 1, ...latestFirst]);
	});
});

test("an earlier release that is deployed again finds what it found before", async () => {
	await restore("v1", "inbox");
	await listRests();
	await runInDurableObject(inbox(env, workspaceId), (_, { storage: { sql } }) => {
		const nos = sql.exec<{ no: number }>(
			"SELECT rowid AS no FROM message_terms WHERE message_terms MATCH 'zip' AND rowid <= (SELECT no FROM index_position)",
		);
		expect(nos.toArray()).toContainEqual({ no: 5 });
	});
});

test("articles and gaps are found by what people type now, and keep the vectors of their texts", async () => {
	const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
	const more = texts.flatMap(([text, terms], at) => [
		`INSERT INTO article (id, title, updated_at, text) VALUES ('art_${at}', 'Notice ${at}', 1, ${quoted(text)})`,
		`INSERT INTO passage (id, owner, kind, title, heading, text)
			VALUES (${5_000 + at}, 'art_${at}', 'article', 'Notice ${at}', '', ${quoted(text)})`,
		`INSERT INTO passage_terms (rowid, title, heading, body) VALUES (${5_000 + at}, 'notic ${at}', '', ${quoted(terms)})`,
		`INSERT INTO passage_vector (passage, model, vector) VALUES (${5_000 + at}, 'some model', x'0102')`,
		`INSERT INTO unanswered (conversation, seq, at, reason, question, terms, state)
			VALUES ('c', ${at}, 1, 'nothing_found', ${quoted(text)}, ${quoted(terms)}, 'open')`,
	]);
	await restore("v1", "knowledge", [...more, "INSERT INTO spelling (term) VALUES ('þorr'), ('malta')"]);
	await libraryRests();
	for (const [text, , query] of texts)
		expect((await library.search(query, 3)).map((passage) => passage.text)).toContain(text);
	await runInDurableObject(library, (_, { storage: { sql } }) => {
		const column = (query: string) =>
			sql
				.exec<{ it: string | number }>(query)
				.toArray()
				.map(({ it }) => it);
		expect(column("SELECT count(*) AS it FROM passage_vector WHERE model = 'some model'")).toEqual([texts.length]);
		expect(column("SELECT term AS it FROM spelling WHERE term IN ('þorr', 'thorr', 'malta') ORDER BY term")).toEqual([
			"malta",
			"thorr",
		]);
		expect(column("SELECT terms AS it FROM unanswered WHERE conversation = 'c' AND seq = 1")).toEqual([
			"lieferung malta",
		]);
	});
});

test("what is folded as before is left alone", async () => {
	await restore("v1", "knowledge");
	await libraryRests();
	expect((await library.search("Can I wash my bag?", 1))[0]?.title).toBe("Care and cleaning");
});
