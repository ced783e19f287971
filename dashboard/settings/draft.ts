/** The draft of the settings form, and the conversion from and to settings. Pure; page.tsx validates and saves. */
import type { NotificationSettings } from "../../src/protocol/notification/table.ts";
import type { CallLimits, FileLimits, StartLimits } from "../../src/protocol/settings/budgets.ts";
import type { MailSettings } from "../../src/protocol/settings/mail.ts";
import type { Me, WorkspaceSettings } from "../../src/protocol/workspace.ts";

/** The form's values as typed: numbers and lists are texts. */
export type Draft = {
	name: string;
	greeting: string;
	colour: string;
	sites: string;
	keepPageQuery: boolean;
	requireSecondFactor: boolean;
	threshold: string;
	onRequest: WorkspaceSettings["onRequest"];
	routing: WorkspaceSettings["routing"];
	routingLimit: string;
	routingMinutes: string;
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
	/** One a line. */
	holidays: string;
	languages: string[];
	addressStartsIn10Minutes: string;
	addressStartsADay: string;
	workspaceStartsAnHour: string;
	visitorCallsADay: string;
	addressCallsADay: string;
	workspaceCallsADay: string;
	onFileAlone: WorkspaceSettings["onFileAlone"];
	visitorFileMegabytesADay: string;
	conversationFileMegabytesADay: string;
	workspaceFileMegabytesADay: string;
};

/** The limits of what strangers may cost, and the numbers of the other sections. */
export type NumberKey =
	| keyof StartLimits
	| keyof CallLimits
	| keyof FileLimits
	| "threshold"
	| "routingLimit"
	| "routingMinutes"
	| "closeAfterAiHours"
	| "closeAfterHumanHours"
	| "noShowMinutes";

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
	colour: settings.colour,
	sites: settings.allowedOrigins.join("\n"),
	keepPageQuery: settings.keepPageQuery,
	requireSecondFactor: settings.requireSecondFactor,
	threshold: `${Math.round(settings.threshold * 100)}`,
	onRequest: settings.onRequest,
	routing: settings.routing,
	routingLimit: `${settings.routingLimit}`,
	routingMinutes: `${settings.routingMinutes}`,
	closeAfterAiHours: `${settings.closeAfterAiHours}`,
	closeAfterHumanHours: `${settings.closeAfterHumanHours}`,
	noShowMinutes: `${settings.noShowMinutes}`,
	topics: settings.sensitiveTopics.join("\n"),
	guidance: settings.guidance.join("\n"),
	aiName: settings.aiName,
	tone: settings.tone,
	answerLength: settings.answerLength,
	model: settings.model,
	hours: settings.hours && { ...settings.hours, holidays: [] },
	holidays: settings.hours?.holidays?.join("\n") ?? "",
	languages: settings.languages,
	addressStartsIn10Minutes: `${settings.addressStartsIn10Minutes}`,
	addressStartsADay: `${settings.addressStartsADay}`,
	workspaceStartsAnHour: `${settings.workspaceStartsAnHour}`,
	visitorCallsADay: `${settings.visitorCallsADay}`,
	addressCallsADay: `${settings.addressCallsADay}`,
	workspaceCallsADay: `${settings.workspaceCallsADay}`,
	onFileAlone: settings.onFileAlone,
	visitorFileMegabytesADay: `${settings.visitorFileMegabytesADay}`,
	conversationFileMegabytesADay: `${settings.conversationFileMegabytesADay}`,
	workspaceFileMegabytesADay: `${settings.workspaceFileMegabytesADay}`,
});

const linesOf = (text: string): string[] => [
	...new Set(
		text
			.split("\n")
			.map((line) => line.trim())
			.filter(Boolean),
	),
];

/** A limit as people write one: "20,000". An empty input is no number, for 0 calls the model never. */
function limitFrom(text: string): number {
	const digits = text.replace(/[\s,]/g, "");
	return digits === "" ? Number.NaN : Number(digits);
}

/** The settings of a draft, not validated. Those of mail and of notifications have pages of their own. */
export const settingsFrom = (
	draft: Draft,
): Omit<WorkspaceSettings, keyof MailSettings | keyof NotificationSettings> => ({
	greeting: draft.greeting.trim(),
	colour: draft.colour.trim(),
	// Sent as typed: the server turns addresses into origins, and refuses those that aren't.
	allowedOrigins: linesOf(draft.sites),
	keepPageQuery: draft.keepPageQuery,
	requireSecondFactor: draft.requireSecondFactor,
	threshold: Number(draft.threshold) / 100,
	onRequest: draft.onRequest,
	routing: draft.routing,
	routingLimit: Number(draft.routingLimit),
	routingMinutes: Number(draft.routingMinutes),
	closeAfterAiHours: Number(draft.closeAfterAiHours),
	closeAfterHumanHours: Number(draft.closeAfterHumanHours),
	noShowMinutes: Number(draft.noShowMinutes),
	sensitiveTopics: linesOf(draft.topics),
	guidance: linesOf(draft.guidance),
	aiName: draft.aiName.trim(),
	tone: draft.tone,
	answerLength: draft.answerLength,
	model: draft.model,
	hours: draft.hours && { ...draft.hours, holidays: linesOf(draft.holidays) },
	languages: draft.languages,
	addressStartsIn10Minutes: limitFrom(draft.addressStartsIn10Minutes),
	addressStartsADay: limitFrom(draft.addressStartsADay),
	workspaceStartsAnHour: limitFrom(draft.workspaceStartsAnHour),
	visitorCallsADay: limitFrom(draft.visitorCallsADay),
	addressCallsADay: limitFrom(draft.addressCallsADay),
	workspaceCallsADay: limitFrom(draft.workspaceCallsADay),
	onFileAlone: draft.onFileAlone,
	visitorFileMegabytesADay: limitFrom(draft.visitorFileMegabytesADay),
	conversationFileMegabytesADay: limitFrom(draft.conversationFileMegabytesADay),
	workspaceFileMegabytesADay: limitFrom(draft.workspaceFileMegabytesADay),
});
