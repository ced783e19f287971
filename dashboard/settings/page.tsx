/** The settings page: one form, whose changes take effect when it is saved. */
import "./settings.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import * as v from "valibot";
import { type Me, WorkspaceSettings } from "../../src/protocol/workspace.ts";
import { saveWorkspace, type WorkspaceChange } from "../api.ts";
import { useUnsaved } from "../shell/navigation.tsx";
import { can, me } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { AnswererLine } from "../knowledge/answerer.tsx";
import { Failure, focusWrong } from "../ui/field.tsx";
import { tell } from "../ui/toast.tsx";
import { type Draft, draftFrom, type SectionProps, settingsFrom } from "./draft.ts";
import { AnswerSection, ChatSection, ClosingSection } from "./sections.tsx";
import { VoiceSection } from "./voice.tsx";
import { HoursSection } from "./hours.tsx";
import { Install } from "./install.tsx";
import { SettingsTabs } from "./tabs.tsx";
import { LimitsSection } from "./limits.tsx";

/** Messages for wrong inputs whose schema has none for people. */
const wrongWords: Record<string, string> = {
	greeting: "Write a greeting of up to 300 characters.",
	threshold: "Enter a number from 0 to 100.",
	closeAfterAiHours: "Enter 1 to 720 hours.",
	closeAfterHumanHours: "Enter 1 to 720 hours.",
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

function check(draft: Draft): Record<string, string> {
	const wrong: Record<string, string> = {};
	const parsed = v.safeParse(WorkspaceSettings, settingsFrom(draft));
	for (const issue of parsed.success ? [] : parsed.issues) {
		const field = `${issue.path?.[0]?.key ?? ""}`;
		wrong[field] = wrongWords[field] ?? issue.message;
	}
	if (draft.name.trim() === "") wrong["name"] = "Give the workspace a name.";
	for (const day of draft.hours?.days ?? [])
		if (day !== null && day.from >= day.to) wrong["hours"] = "A day has to end after it starts.";
	return wrong;
}

/** Only the settings that differ, so that people who change different settings don't undo each other's changes. */
function changeOf(draft: Draft, base: Me): WorkspaceChange {
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

export function SettingsPage() {
	useTitle("Settings");
	const who = me.value;
	const draft = useSignal<Draft | null>(null);
	const base = useSignal<Me | null>(null);
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const clean = base.value === null ? null : draftFrom(base.value);
	const dirty = draft.value !== null && JSON.stringify(draft.value) !== JSON.stringify(clean);
	const readonly = !can("configure");
	useUnsaved(dirty ? "Your changes to the settings aren't saved." : null);
	useEffect(() => {
		if (who === null || dirty) return;
		base.value = who;
		draft.value = draftFrom(who);
	}, [who]);

	if (who === null || draft.value === null || base.value === null) return <main class="page" />;
	const from = base.value;
	const set = (change: Partial<Draft>) => {
		if (draft.value !== null) draft.value = { ...draft.value, ...change };
	};
	const undo = () => {
		draft.value = clean;
		wrong.value = {};
		failure.value = null;
	};
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (draft.value === null || busy.value) return;
		failure.value = null;
		wrong.value = check(draft.value);
		if (Object.keys(wrong.value).length > 0) {
			return focusWrong();
		}
		busy.value = true;
		const answer = await saveWorkspace(changeOf(draft.value, from));
		busy.value = false;
		if (!answer.ok) {
			wrong.value = Object.fromEntries(
				Object.entries(answer.failure.fields).map(([key, text]) => [key.split(".")[0] ?? key, text]),
			);
			failure.value = `Not saved. ${answer.failure.message}`;
			return focusWrong();
		}
		base.value = answer.value;
		draft.value = draftFrom(answer.value);
		me.value = answer.value;
		tell("Settings saved");
	};
	const section: SectionProps = { draft: draft.value, set, wrong: wrong.value, readonly };
	return (
		<main class="page settings">
			<form class="page" onSubmit={submit} noValidate>
				<div class="bar k-bar">
					<h1>Settings</h1>
					<SettingsTabs />
					<span class="rest" />
					{readonly ? (
						<span class="quiet">Owners and admins can change these</span>
					) : (
						<>
							<span class="quiet clip" role="status">
								{busy.value ? "Saving" : dirty ? "Unsaved changes" : ""}
							</span>
							{dirty && (
								<button type="button" class="btn" onClick={undo}>
									Undo changes
								</button>
							)}
							<button type="submit" class="btn p" disabled={!dirty} aria-disabled={busy.value}>
								Save
							</button>
						</>
					)}
				</div>
				<div class="settings-in scroll">
					<div class="sections">
						<AnswererLine />
						<Failure text={failure.value} />
						<Install publicKey={who.workspace.publicKey} />
						<ChatSection {...section} />
						<AnswerSection {...section} />
						<VoiceSection {...section} />
						<HoursSection {...section} />
						<ClosingSection {...section} />
						<LimitsSection {...section} />
					</div>
				</div>
			</form>
		</main>
	);
}
