// Renames words in strings, properties and prose: the wire's and storage's names. Usage: node words.mjs (in the repository's root)
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
const words = [
	[/"escalated"/g, '"handed_off"'],
	[/"escalate"/g, '"hand_off"'],
	[/'escalated'/g, "'handed_off'"],
	[/"took_over"/g, '"taken_over"'],
	[/"takeOver"/g, '"take_over"'],
	[/"handBack"/g, '"hand_back"'],
	[/"visitorSends"/g, '"visitor_sends"'],
	[/"memberSends"/g, '"member_sends"'],
	[/"memberNotes"/g, '"member_notes"'],
	[/"aiAnswers"/g, '"ai_answers"'],
	[/"aiOffers"/g, '"ai_offers"'],
	[/"declineOffer"/g, '"decline_offer"'],
	[/"noShow"/g, '"no_show"'],
	[/"leaveEmail"/g, '"leave_email"'],
	[/\bhandover\./g, "handoff."],
	[/\bhandovers\b/g, "handoffs"],
	[/\bfared: ModelHealthReport/g, "modelHealth: ModelHealthReport"],
	[/\bcounted, fared \}/g, "metrics, modelHealth }"],
	[/\bcounted: ConversationMetrics/g, "metrics: ConversationMetrics"],
];
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8" })
	.split("\n")
	.filter(
		(f) =>
			/^(src|client|widget|dashboard|test|scripts)\/.*\.(tsx?|snap)$|^README\.md$/.test(f) &&
			!/^src\/language\/(?!text)|person-words|word-vectors\.ts$|weights\.ts$|scripts\/once/.test(f),
	);
// Identifiers and comments, never what stands in quotes or a pattern: that is somebody's words.
const prose = {
	escalate: "hand off",
	escalates: "hands off",
	escalated: "handed off",
	escalation: "handoff",
	escalations: "handoffs",
};
const names = {
	escalate: "handOff",
	escalated: "handedOff",
	escalation: "handoff",
	escalateOutOfHours: "handOffOutOfHours",
};
const pick = (table) => (word) =>
	table[word] ?? (word[0] === "E" ? (table[word.toLowerCase()] ?? word).replace(/^./, (c) => c.toUpperCase()) : word);
const line = (text) => {
	if (/^\s*(\*|\/\/|\/\*)/.test(text)) return text.replace(/\b[eE]scalat\w*\b/g, pick(prose));
	return text
		.split(/("(?:[^"\\]|\\.)*"|`[^`]*`)/)
		.map((part, i) => (i % 2 || /[\\|(]escalat/.test(part) ? part : part.replace(/\bescalat\w*\b/g, pick(names))))
		.join("");
};
let n = 0;
for (const f of files) {
	const a = readFileSync(f, "utf8");
	let b = a;
	for (const [x, y] of words) b = b.replace(x, y);
	if (!/promises|hostile/.test(f)) b = b.split("\n").map(line).join("\n");
	if (a !== b) {
		writeFileSync(f, b);
		n++;
	}
}
console.log(n, "files");
