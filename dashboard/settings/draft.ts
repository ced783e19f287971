/** The draft of the settings form, and the conversion from and to settings. Pure; page.tsx validates and saves. */
import type { Me, WorkspaceSettings } from "../../src/protocol/workspace.ts";

/** The form's values as typed: numbers and lists are texts. */
export type Draft = {
	name: string;
	greeting: string;
	sites: string;
	keepPageQuery: boolean;
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

/** The props of every section of the form. */
export type SectionProps = {
	draft: Draft;
	set: (change: Partial<Draft>) => void;
	wrong: Record<string, string>;
	readonly: boolean;
};

/** The saved settings as a draft. */
export const draftFrom = ({ workspace, settings }: Me): Draft => ({
	name: workspace.name,
	greeting: settings.greeting,
	sites: settings.allowedOrigins.join("\n"),
	keepPageQuery: settings.keepPageQuery,
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

/** The settings of a draft, not validated. */
export const settingsFrom = (draft: Draft): WorkspaceSettings => ({
	greeting: draft.greeting.trim(),
	// Sent as typed: the server turns addresses into origins, and refuses those that aren't.
	allowedOrigins: linesOf(draft.sites),
	keepPageQuery: draft.keepPageQuery,
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
