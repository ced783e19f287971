/** What is made of a message for the list, its search and the knowledge base, and contacts by name. */
import { searchWords, foldedContact } from "../../../../src/contact/list.ts";
import { pageDetails } from "../../../../src/conversation/actions/visitor.ts";
import { solution, turnReport } from "../../../../src/conversation/outgoing/knowledge-report.ts";
import { listedBy } from "../../../../src/conversation/outgoing/list-item.ts";
import { redact, withoutGreeting } from "../../../../src/conversation/outgoing/redact.ts";
import { keptDetails, pageAddress } from "../../../../src/conversation/page-address.ts";
import { isFinished } from "../../../../src/conversation/turn/pause.ts";
import { excerpt } from "../../../../src/inbox/excerpt.ts";
import { expression, indexedTerms, matcherOf, unfinishedWord } from "../../../../src/inbox/message-terms.ts";
import type { Message } from "../../../../src/protocol/conversation/entry.ts";
import { listOf, runOf } from "../texts.ts";
import type { Listed } from "./listed.ts";

const message = (text: string, author: Message["author"]): Message => ({
	kind: "message",
	seq: 1,
	at: 1,
	id: "message-1",
	author,
	text,
});
const unknown = {
	page: null,
	referrer: null,
	place: null,
	timezone: null,
	language: null,
	device: null,
	browser: null,
};
const visitor = { kind: "visitor" } as const;
const member = { kind: "member", id: "m", name: "Kim" } as const;

export const conversation: Listed = {
	"contact/list.ts": { foldedContact: (text) => foldedContact(text, text), searchWords },
	"conversation/actions/visitor.ts": {
		pageDetails: (text) =>
			pageDetails(
				{ url: `https://a.example/${text}`, title: text, referrer: `https://b.example/${text}` },
				unknown,
				true,
			),
	},
	"conversation/page-address.ts": {
		pageAddress: (text) => [pageAddress(text, true), pageAddress(`https://a.example/${text}?${text}`, true)],
		keptDetails: (text) => {
			const url = `https://a.example/${text}`;
			return keptDetails({ ...unknown, page: { url, title: text }, referrer: url, firstSeenAt: 1 }, false);
		},
	},
	"conversation/outgoing/knowledge-report.ts": {
		turnReport: (text) => turnReport(null, { question: text, seq: 1, at: 1, names: [text.slice(0, 200)] }),
		solution: (text) =>
			solution([message(text, visitor), message(text, member)], { at: 1, names: [text.slice(0, 200)] }),
	},
	"conversation/outgoing/list-item.ts": { listedBy: (text) => listedBy(message(text, visitor)) },
	"conversation/outgoing/redact.ts": {
		redact: {
			reads: (text) => [redact(text, ["Anna Meier"]), redact(`Hi Anna, ${text}`, [text.slice(0, 200)])],
			texts: {
				"numbers with marks": runOf("1 (2)-/."),
				"codes with marks": listOf((at) => `#A-${at}-`),
				"account numbers": runOf("DE12 3456 7890 "),
			},
		},
		withoutGreeting,
	},
	"conversation/turn/pause.ts": {
		isFinished: {
			reads: isFinished,
			texts: {
				"ends of sentences": runOf('!"'),
				"an end and quotes": (length) => `!${'"'.repeat(length)}a`,
				dots: runOf("."),
			},
		},
	},
	"inbox/excerpt.ts": {
		excerpt: (text) => [
			excerpt(text, text),
			excerpt(text, "norway"),
			excerpt(text, text.slice(0, 200)),
			excerpt(text, "語"),
		],
	},
	"inbox/message-terms.ts": { indexedTerms, unfinishedWord, expression, matcherOf: (text) => matcherOf(text)(text) },
};
