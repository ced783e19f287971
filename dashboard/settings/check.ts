/** What is wrong with a draft of the settings, and what of it has changed. Pure. */
import * as v from "valibot";
import { type Me, WorkspaceSettings } from "../../src/protocol/workspace.ts";
import type { WorkspaceChange } from "../api.ts";
import { type Draft, draftFrom, settingsFrom } from "./draft.ts";

/** Messages for wrong inputs whose schema has none for people. */
const wrongWords: Record<string, string> = {
	greeting: "Write a greeting of up to 300 characters.",
	threshold: "Enter a number from 0 to 100.",
	closeAfterAiHours: "Enter 1 to 720 hours.",
	closeAfterHumanHours: "Enter 1 to 720 hours.",
	routingLimit: "Enter a whole number from 1 to 100.",
	routingMinutes: "Enter 1 to 60 minutes.",
	noShowMinutes: "Enter 1 to 240 minutes.",
	sensitiveTopics: "Up to 100 topics of up to 80 characters each.",
	guidance: "Up to 20 notes of up to 300 characters each.",
	aiName: "Up to 40 characters.",
	allowedOrigins: "Up to 50 sites, such as https://shop.example.",
	hours: "Give every working day a start and an end.",
	addressStartsIn10Minutes: "Enter a number from 1 to 10,000.",
	addressStartsADay: "Enter a number from 1 to 100,000.",
	workspaceStartsAnHour: "Enter a number from 1 to 100,000.",
	visitorCallsADay: "Enter a number from 0 to 10,000.",
	addressCallsADay: "Enter a number from 0 to 1,000,000.",
	workspaceCallsADay: "Enter a number from 0 to 1,000,000.",
};

/** A sentence for each wrong input, by the setting. */
export function check(draft: Draft): Record<string, string> {
	const wrong: Record<string, string> = {};
	const parsed = v.safeParse(WorkspaceSettings, settingsFrom(draft));
	for (const issue of parsed.success ? [] : parsed.issues) {
		const field = `${issue.path?.[0]?.key ?? ""}`;
		if (field === "hours" && issue.path?.[1]?.key === "holidays") wrong["holidays"] = issue.message;
		else wrong[field] = wrongWords[field] ?? issue.message;
	}
	if (draft.name.trim() === "") wrong["name"] = "Give the workspace a name.";
	for (const day of draft.hours?.days ?? [])
		if (day !== null && day.from >= day.to) wrong["hours"] = "A day has to end after it starts.";
	return wrong;
}

/** Only the settings that differ, so that people who change different settings don't undo each other's changes. */
export function changeOf(draft: Draft, base: Me): WorkspaceChange {
	const next = settingsFrom(draft);
	const before = settingsFrom(draftFrom(base));
	const changed = Object.entries(next).filter(
		([key, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, key)),
	);
	const name = draft.name.trim();
	return {
		...v.parse(v.partial(WorkspaceSettings), Object.fromEntries(changed)),
		...(name === base.workspace.name ? {} : { name }),
	};
}
