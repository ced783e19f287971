/** What every text passes at the edge, and Markdown. */
import { filledIn, valuesOf, variableProblem } from "../../../../src/protocol/canned/variables.ts";
import { mentionParts, mentionsIn } from "../../../../src/protocol/conversation/mentions.ts";
import { fileName, fileWords, messageWords } from "../../../../src/protocol/conversation/file.ts";
import { addressEnd, safeLink } from "../../../../src/protocol/address.ts";
import {
	parseFrame,
	parseFrameValue,
	parseServerFrame,
	ServerFrame,
	VisitorFrame,
} from "../../../../src/protocol/conversation/frames.ts";
import { kindOf } from "../../../../src/protocol/knowledge/source.ts";
import { isBlank } from "../../../../src/protocol/limits.ts";
import { parseMarkdown, plainText, withoutOverrides } from "../../../../src/protocol/markdown.ts";
import { parseEmail } from "../../../../src/protocol/text/email.ts";
import { cleanLine, cleanText } from "../../../../src/protocol/text/shown.ts";
import { beginsWord } from "../../../../src/protocol/text/word-start.ts";
import { foldedPerson, isFrom, personKeys } from "../../../../src/protocol/list/person.ts";
import { foldedTag } from "../../../../src/protocol/tag.ts";
import { runOf } from "../texts.ts";
import type { Listed } from "./listed.ts";

const values = valuesOf({ contactName: "Ana", agent: "Ines", workspace: "Fjord Bags" });
const team = ["Ana", "Ines", "Marco"].map((name) => ({ id: `mb_${name}`, name }));

export const protocol: Listed = {
	"protocol/address.ts": {
		addressEnd: (text) => addressEnd(text, 0),
		safeLink: (text) => [safeLink(`https://a.example/${text}`, text), safeLink(text)],
	},
	"protocol/limits.ts": { isBlank },
	"protocol/markdown.ts": { parseMarkdown, plainText, withoutOverrides },
	"protocol/text/email.ts": {
		parseEmail: (text) => [parseEmail(text), parseEmail(`${text}@a.example`), parseEmail(`a@${text}.example`)],
	},
	"protocol/text/shown.ts": {
		cleanText: { reads: cleanText, texts: { "flags that don't end": runOf("\u{1F3F4}\u{E0067}\u{E0062}") } },
		cleanLine,
	},
	"protocol/text/word-start.ts": { beginsWord },
	"protocol/list/person.ts": {
		foldedPerson,
		isFrom: (text) => isFrom(text, { name: text, email: text, claimed: text }),
		personKeys: (text) => personKeys({ name: text, email: text, claimed: text }),
	},
	"protocol/tag.ts": { foldedTag },
	"protocol/canned/variables.ts": {
		variableProblem: {
			reads: variableProblem,
			texts: { "variables that don't end": runOf("{{agent.name"), variables: runOf("{{agent.name}}") },
		},
		filledIn: {
			reads: (text) => filledIn(text, values),
			texts: { "variables that don't end": runOf("{{a|b"), variables: runOf("{{contact.name|x}}") },
		},
		valuesOf: (text) => valuesOf({ contactName: text, agent: text, workspace: text }),
	},
	"protocol/conversation/mentions.ts": {
		mentionParts: { reads: (text) => mentionParts(text, team), texts: { names: runOf("@Ana "), signs: runOf(" @") } },
		mentionsIn: { reads: (text) => mentionsIn(text, team), texts: { names: runOf("@Ana ") } },
	},
	"protocol/knowledge/source.ts": { kindOf },
	"protocol/conversation/file.ts": {
		fileName: { reads: fileName, texts: { endings: runOf(".a") } },
		fileWords: (text) => fileWords({ show: "picture", name: text }),
		messageWords: (text) => messageWords({ text }),
	},
	"protocol/conversation/frames.ts": {
		parseFrame: (text) => parseFrame(VisitorFrame, text),
		parseFrameValue: (text) => parseFrameValue(VisitorFrame, { type: "send", id: text, text }),
		parseServerFrame: (text) => parseServerFrame(ServerFrame, text),
	},
};
