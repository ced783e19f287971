/** The turn of a visitor's first question, in a shop with the usual settings. */
import type { VisitorQuestion } from "../../../src/answer/answer.ts";

export type Asking = Partial<Omit<VisitorQuestion, "settings">> & { settings?: Partial<VisitorQuestion["settings"]> };

export const turn = (question: string, { settings, ...over }: Asking = {}): VisitorQuestion => ({
	question,
	thread: [],
	workspaceName: "Fjord Bags",
	offersInARow: 0,
	...over,
	settings: { threshold: 0.85, onRequest: "connect", sensitiveTopics: [], ...settings },
});
