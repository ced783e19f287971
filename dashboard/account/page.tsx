/** The page of one's own account: the profile, the password, the sessions. */
import "../settings/settings.css";
import "./account.css";
import { useSignal } from "@preact/signals";
import type { Account, AccountSession } from "../../src/protocol/people/account.ts";
import { useQuery } from "../fetch/query.ts";
import { Section } from "../settings/section.tsx";
import { SettingsFrame } from "../settings/tabs.tsx";
import { leave, refresh } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { confirm } from "../ui/dialog.tsx";
import { Failure, Field } from "../ui/field.tsx";
import { Loading } from "../ui/loading.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { ago, fullTime } from "../ui/time.ts";
import { tell, warn } from "../ui/toast.tsx";
import { FactorList } from "./factors.tsx";
import { account, changePassword, endOthers, endSession, saveProfile } from "./api.ts";

export function AccountPage() {
	useTitle("My account");
	const { data, error, reload } = useQuery("account", account);
	const found = data.value;
	return (
		<SettingsFrame>
			<div class="settings-in scroll" {...scrollable} role="region" aria-label="My account">
				{found === null ? (
					<Loading failure={error.value} onRetry={() => void reload()} />
				) : (
					<div class="sections">
						<ProfileSection of={found} onSaved={(next) => void (data.value = next)} />
						<PasswordSection email={found.email} onChanged={() => void reload()} />
						<Section
							title="Second factor"
							text="A code that changes every 30 seconds, beside your password. Sessions without it end."
						>
							<FactorList />
						</Section>
						<SessionsSection sessions={found.sessions} onEnded={() => void reload()} />
					</div>
				)}
			</div>
		</SettingsFrame>
	);
}

/** The languages that answers and notices are written in. */
const languages = ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ar", "zh", "ja"];
const nameOf = (tag: string): string => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

function ProfileSection({ of, onSaved }: { of: Account; onSaved: (next: Account) => void }) {
	const name = useSignal(of.name);
	const language = useSignal(of.language ?? "");
	const timezone = useSignal(of.timezone ?? "");
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value) return;
		busy.value = true;
		failure.value = null;
		const change = { name: name.value.trim(), language: language.value || null, timezone: timezone.value || null };
		const answer = await saveProfile(change);
		busy.value = false;
		wrong.value = answer.ok ? {} : answer.failure.fields;
		if (!answer.ok) {
			if (Object.keys(answer.failure.fields).length === 0) failure.value = answer.failure.message;
			return;
		}
		onSaved(answer.value);
		tell("Profile saved");
		await refresh();
	};
	return (
		<Section title="Profile" text="Visitors see your name when you reply. Your address is for signing in.">
			<form class="inputs" onSubmit={submit} noValidate>
				<Failure text={failure.value} />
				<Field label="Name" wrong={wrong.value["name"]}>
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							dir="auto"
							autocomplete="name"
							maxLength={80}
							value={name.value}
							onInput={(event) => void (name.value = event.currentTarget.value)}
						/>
					)}
				</Field>
				<Field label="E-mail">
					{(attributes) => <input {...attributes} class="input" value={of.email} readOnly autocomplete="off" />}
				</Field>
				<Field label="Language" wrong={wrong.value["language"]}>
					{(attributes) => (
						<select
							{...attributes}
							class="input"
							value={language.value}
							onChange={(event) => void (language.value = event.currentTarget.value)}
						>
							<option value="">As my browser</option>
							{languages.map((tag) => (
								<option key={tag} value={tag} lang={tag}>
									{nameOf(tag)}
								</option>
							))}
						</select>
					)}
				</Field>
				<Field label="Time zone" wrong={wrong.value["timezone"]}>
					{(attributes) => (
						<select
							{...attributes}
							class="input"
							value={timezone.value}
							onChange={(event) => void (timezone.value = event.currentTarget.value)}
						>
							<option value="">As my browser</option>
							{Intl.supportedValuesOf("timeZone").map((zone) => (
								<option key={zone}>{zone}</option>
							))}
						</select>
					)}
				</Field>
				<button type="submit" class="btn p" aria-disabled={busy.value}>
					Save profile
				</button>
			</form>
		</Section>
	);
}

function PasswordSection({ email, onChanged }: { email: string; onChanged: () => void }) {
	const current = useSignal("");
	const next = useSignal("");
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value) return;
		busy.value = true;
		failure.value = null;
		const answer = await changePassword({ current: current.value, next: next.value });
		busy.value = false;
		wrong.value = answer.ok ? {} : answer.failure.fields;
		if (!answer.ok) {
			if (Object.keys(answer.failure.fields).length === 0) failure.value = answer.failure.message;
			return;
		}
		current.value = "";
		next.value = "";
		tell("Password changed. Your other sessions have ended.");
		onChanged();
	};
	return (
		<Section title="Password" text="Changing it ends your sessions everywhere else.">
			<form class="inputs" onSubmit={submit} noValidate>
				<Failure text={failure.value} />
				<input type="email" autocomplete="username" value={email} readOnly hidden />
				<Field label="Present password" wrong={wrong.value["current"]}>
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							type="password"
							autocomplete="current-password"
							value={current.value}
							onInput={(event) => void (current.value = event.currentTarget.value)}
						/>
					)}
				</Field>
				<Field label="New password" hint="At least 10 characters." wrong={wrong.value["next"]}>
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							type="password"
							autocomplete="new-password"
							value={next.value}
							onInput={(event) => void (next.value = event.currentTarget.value)}
						/>
					)}
				</Field>
				<button type="submit" class="btn" aria-disabled={busy.value}>
					Change password
				</button>
			</form>
		</Section>
	);
}

function SessionsSection({ sessions, onEnded }: { sessions: readonly AccountSession[]; onEnded: () => void }) {
	const end = async ({ id, device, current }: AccountSession) => {
		if (current) return leave();
		const answer = await endSession(id);
		if (answer.ok) tell(`Signed out: ${device ?? "an unknown browser"}`);
		else warn(answer.failure.message);
		onEnded();
	};
	const endAll = async () => {
		const sure = await confirm({ title: "Sign out everywhere else?", yes: "Sign out", danger: true });
		if (!sure) return;
		const answer = await endOthers();
		if (answer.ok) tell("Signed out everywhere else");
		else warn(answer.failure.message);
		onEnded();
	};
	return (
		<Section title="Sessions" text="Where you are signed in. End those that you don't know, then change your password.">
			<ul class="account-list">
				{sessions.map((session) => (
					<li key={session.id}>
						<span class="what">
							<b>{session.device ?? "An unknown browser"}</b>
							<span class="quiet" title={fullTime(session.usedAt)}>
								{session.current ? "This session" : `Last used: ${ago(session.usedAt)}`}
							</span>
						</span>
						<button
							type="button"
							class="btn"
							aria-label={session.current ? "Sign out here" : `Sign out ${session.device ?? "the unknown browser"}`}
							onClick={() => void end(session)}
						>
							Sign out
						</button>
					</li>
				))}
			</ul>
			{sessions.length > 1 && (
				<div>
					<button type="button" class="btn" onClick={() => void endAll()}>
						Sign out everywhere else
					</button>
				</div>
			)}
		</Section>
	);
}
