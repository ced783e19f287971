/** The settings page "Notifications": one's own table, quiet hours, and for owners and admins what holds for all. */
import "../settings/settings.css";
import "./notifications.css";
import { useSignal } from "@preact/signals";
import type { OwnNotifications } from "../../src/protocol/notification/own.ts";
import {
	type Preferences,
	type PreferencesChange,
	type WayTable,
	tableOf,
	waysOf,
	What,
} from "../../src/protocol/notification/table.ts";
import { useQuery } from "../fetch/query.ts";
import { Section } from "../settings/section.tsx";
import { SettingsFrame } from "../settings/tabs.tsx";
import { can } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Loading } from "../ui/loading.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { warn } from "../ui/toast.tsx";
import { notifications, savePreferences } from "./api.ts";
import { BrowserSection } from "./browser.tsx";
import { ChannelsSection } from "./channels.tsx";
import { QuietSection } from "./quiet.tsx";
import { countsWaiting } from "./tab/unseen.ts";
import { WaysTable } from "./way-table.tsx";
import { WorkspaceSection } from "./workspace.tsx";

/** What one's role has no part in isn't shown. */
const rowsFor = (): readonly What[] =>
	What.options.filter((what) => {
		if (what === "ai_trouble" || what === "source_failed" || what === "channel_failed") return can("configure");
		return what === "bounced" || what === "mentioned" || can("converse");
	});

const ownTable = ({ preferences, defaults }: OwnNotifications): WayTable =>
	tableOf((what) => [...waysOf(preferences.table, defaults, what)]);

const withChange = (before: Preferences, { table, quiet, whenOut }: PreferencesChange): Preferences => ({
	table: table === null ? {} : { ...before.table, ...table },
	quiet: quiet === undefined ? before.quiet : quiet,
	whenOut: whenOut ?? before.whenOut,
});

export function NotificationsPage() {
	useTitle("Notifications");
	const { data, error, reload } = useQuery("notifications", notifications);
	const saving = useSignal(0);
	const own = data.value;
	const save = async (change: PreferencesChange) => {
		// Shown at once: a box that waits for the server seems to do nothing.
		if (data.value) data.value = { ...data.value, preferences: withChange(data.value.preferences, change) };
		saving.value++;
		const answer = await savePreferences(change);
		saving.value--;
		if (answer.ok) {
			// The answer to an earlier change doesn't know of one that is on its way.
			if (saving.value > 0) return;
			data.value = answer.value;
			countsWaiting.value = ownTable(answer.value).waiting.includes("badge");
		} else {
			warn(`Not saved. ${answer.failure.message}`);
			void reload();
		}
	};
	return (
		<SettingsFrame
			action={
				<span class="quiet clip" role="status">
					{saving.value > 0 ? "Saving" : ""}
				</span>
			}
		>
			<div class="settings-in scroll" {...scrollable} role="region" aria-label="Notifications">
				{own === null ? (
					<Loading failure={error.value} onRetry={() => void reload()} />
				) : (
					<div class="sections">
						<Section
							title="What you are told of"
							text="Never of what you do yourself, or of a conversation that is on your screen. Changes are saved at once."
						>
							<WaysTable
								label="What you are told of"
								rows={rowsFor()}
								table={ownTable(own)}
								mayChange={() => true}
								onChange={(what, ways) => void save({ table: { [what]: ways } })}
							/>
							{Object.keys(own.preferences.table).length > 0 && (
								<div>
									<button type="button" class="btn" onClick={() => void save({ table: null })}>
										Back to the workspace's defaults
									</button>
								</div>
							)}
						</Section>
						<BrowserSection devices={own.devices} onChange={() => void reload()} />
						<QuietSection own={own} save={(change) => void save(change)} />
						{can("configure") && <WorkspaceSection onSaved={() => void reload()} />}
						{can("configure") && <ChannelsSection />}
					</div>
				)}
			</div>
		</SettingsFrame>
	);
}
