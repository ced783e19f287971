/** The lists of functions whose time is measured have every one that is given text from outside. */
import { expect, test } from "vitest";
import { exceptions } from "./exceptions.ts";
import { functionsOverText } from "./exported.ts";
import { answering } from "./list/answer.ts";
import { conversation } from "./list/conversation.ts";
import { files } from "./list/files.ts";
import { html } from "./list/html.ts";
import { knowledge } from "./list/knowledge.ts";
import { language } from "./list/language.ts";
import { mails } from "./list/mail.ts";
import { pdf } from "./list/pdf.ts";
import { protocol } from "./list/protocol.ts";
import { namesOf } from "./measured.ts";

const domains = ["protocol", "language", "inbox", "contact", "knowledge", "answer", "conversation", "mail/inbound"];

test("every function over text of the paths of reading and answering is measured, or says why not", () => {
	const found = functionsOverText(domains);
	const known = [
		...namesOf([answering, conversation, files, html, knowledge, language, mails, pdf, protocol]),
		...Object.values(exceptions).flat(),
	];
	expect(found.filter((name) => !known.includes(name))).toEqual([]);
	// Neither has one that is gone, and none stands twice.
	expect(known.filter((name) => !found.includes(name))).toEqual([]);
	expect(known.toSorted()).toEqual([...new Set(known)].toSorted());
}, 120_000);
