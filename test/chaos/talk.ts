/** The texts of visitors and teammates. Each has a unique mark, "(m12)", and is sent once in a run. */
import type { Random } from "./random.ts";

const questions = [
	"Where is my order?",
	"How can I pay?",
	"How much is shipping?",
	"Do you wrap gifts?",
	"Can I have my order gift-wrapped?",
	"How long do I have to return a bag?",
	"Do you ship to Norway?",
	"Is the warranty valid abroad?",
	"Which bag fits under the seat?",
	"Can I change my order?",
	"What is a quasar made of?",
	"Thank you",
] as const;

const replies = [
	"Let me look.",
	"It left us yesterday.",
	"I have changed it for you.",
	"Could you send the number?",
] as const;

let said = 0;
const marked = (text: string): string => `${text} (m${++said})`;

export const question = (dice: Random): string => marked(dice.pick(questions));
export const plea = (): string => marked("I want to talk to a person please");
export const threat = (): string => marked("My lawyer will write to you");
export const reply = (dice: Random): string => marked(dice.pick(replies));
export const note = (): string => marked("For us: called them back");
