/** The settings page: one form, whose changes take effect when it is saved. */
import "./settings.css";
import { can } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { AnswererLine } from "../knowledge/answerer.tsx";
import { Failure } from "../ui/field.tsx";
import type { SectionProps } from "./draft.ts";
import { useSettingsForm } from "./use-settings-form.ts";
import { AnswerSection, ChatSection, ClosingSection, SecuritySection } from "./sections.tsx";
import { VoiceSection } from "./voice.tsx";
import { HoursSection } from "./workspace/hours.tsx";
import { LanguagesSection } from "./workspace/languages.tsx";
import { TagSection } from "./workspace/tag.tsx";
import { Install } from "./install.tsx";
import { RoutingSection } from "./workspace/routing.tsx";
import { SettingsTabs } from "./tabs.tsx";
import { LimitsSection } from "./limits.tsx";

export function SettingsPage() {
	useTitle("Settings");
	const form = useSettingsForm();
	if (form === null) return <main class="page" />;
	const { base, draft, wrong, failure, isDirty, isSaving, set, undo, save } = form;
	const readonly = !can("configure");
	const section: SectionProps = { draft, set, wrong, readonly };
	const submit = (event: SubmitEvent) => {
		event.preventDefault();
		void save();
	};
	return (
		<main class="page settings">
			<form class="page" onSubmit={submit} noValidate>
				<div class="bar">
					<SettingsTabs />
					<span class="rest" />
					{readonly ? (
						<span class="quiet">Owners and admins can change these</span>
					) : (
						<>
							<span class="quiet clip" role="status">
								{isSaving ? "Saving" : isDirty ? "Unsaved changes" : ""}
							</span>
							{isDirty && (
								<button type="button" class="btn" onClick={undo}>
									Undo changes
								</button>
							)}
							<button type="submit" class="btn p" disabled={!isDirty} aria-disabled={isSaving}>
								Save
							</button>
						</>
					)}
				</div>
				<div class="settings-in scroll">
					<div class="sections">
						<AnswererLine />
						<Failure text={failure} />
						<Install publicKey={base.workspace.publicKey} />
						{!readonly && <TagSection sites={base.settings.allowedOrigins} />}
						<ChatSection {...section} />
						<AnswerSection {...section} threshold={Math.round(base.settings.threshold * 100)} />
						<VoiceSection {...section} />
						<LanguagesSection {...section} />
						<HoursSection {...section} />
						<RoutingSection {...section} />
						<ClosingSection {...section} />
						<LimitsSection {...section} />
						<SecuritySection {...section} />
					</div>
				</div>
			</form>
		</main>
	);
}
