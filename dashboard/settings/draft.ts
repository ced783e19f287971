/** The settings while they are edited, and the way there and back. Pure; checking and saving are page.tsx. */
import type { Me, WorkspaceSettings } from "../../src/protocol/workspace.ts";

/** As typed: numbers and lists are texts until they are saved. */
export type Draft = {
	name: string;
	greeting: string;
	sites: string;
	threshold: string;
	onRequest: WorkspaceSettings["onRequest"];
	closeAfterAiHours: string;
	closeAfterHumanHours: string;
	noShowMinutes: string;
	topics: string;
	guidance: string;
	aiName: string;
	tone: WorkspaceSettings["tone"];
	answerLength: WorkspaceSettings["answerLength"];
	model: WorkspaceSettings["model"];
	hours: WorkspaceSettings["hours"];
};

/** What every section of the form is given. */
export type SectionProps = {
	draft: Draft;
	set: (change: Partial<Draft>) => void;
	wrong: Record<string, string>;
	readonly: boolean;
};

/** What is saved, as it would be typed. */
export const draftFrom = ({ workspace, settings }: Me): Draft => ({
	name: workspace.name,
	greeting: settings.greeting,
	sites: settings.allowedOrigins.join("\n"),
	threshold: `${Math.round(settings.threshold * 100)}`,
	onRequest: settings.onRequest,
	closeAfterAiHours: `${settings.closeAfterAiHours}`,
	closeAfterHumanHours: `${settings.closeAfterHumanHours}`,
	noShowMinutes: `${settings.noShowMinutes}`,
	topics: settings.sensitiveTopics.join("\n"),
	guidance: settings.guidance.join("\n"),
	aiName: settings.aiName,
	tone: settings.tone,
	answerLength: settings.answerLength,
	model: settings.model,
	hours: settings.hours,
});

const linesOf = (text: string): string[] => [
	...new Set(
		text
			.split("\n")
			.map((line) => line.trim())
			.filter(Boolean),
	),
];

/** What was typed, not yet checked. */
export const settingsFrom = (draft: Draft): WorkspaceSettings => ({
	greeting: draft.greeting.trim(),
	// As typed: the server makes origins of them, and names the ones that are none.
	allowedOrigins: linesOf(draft.sites),
	threshold: Number(draft.threshold) / 100,
	onRequest: draft.onRequest,
	closeAfterAiHours: Number(draft.closeAfterAiHours),
	closeAfterHumanHours: Number(draft.closeAfterHumanHours),
	noShowMinutes: Number(draft.noShowMinutes),
	sensitiveTopics: linesOf(draft.topics),
	guidance: linesOf(draft.guidance),
	aiName: draft.aiName.trim(),
	tone: draft.tone,
	answerLength: draft.answerLength,
	model: draft.model,
	hours: draft.hours,
});
