/** The page of one's own account: the profile, the password, the sessions. */
import "../settings/settings.css";
import "./account.css";
import { useSignal } from "@preact/signals";
import type { Account, AccountSession } from "../../src/protocol/people/account.ts";
import { useQuery } from "../fetch/query.ts";
import { useSaving } from "../fetch/saving.ts";
import { languages, nameOf } from "../settings/workspace/languages.tsx";
import { Section } from "../settings/section.tsx";
import { SettingsFrame } from "../settings/tabs.tsx";
import { leave, refresh } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { confirm } from "../ui/dialog.tsx";
import { Failure, Field, PasswordField } from "../ui/field.tsx";
import { Loading } from "../ui/loading.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { ago, fullTime } from "../ui/time.ts";
import { tell, warn } from "../ui/toast.tsx";
import { FactorList } from "./factors.tsx";
import { ProvidersSection } from "./providers.tsx";
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
						<PasswordSection of={found} onChanged={() => void reload()} />
						<Section
							title="Passkeys and second factors"
							text="A passkey signs you in by your device's lock. An app's code is asked for beside your password."
						>
							<FactorList />
						</Section>
						<ProvidersSection hasPassword={found.hasPassword} />
						<SessionsSection sessions={found.sessions} onEnded={() => void reload()} />
					</div>
				)}
			</div>
		</SettingsFrame>
	);
}

function ProfileSection({ of, onSaved }: { of: Account; onSaved: (next: Account) => void }) {
	const name = useSignal(of.name);
	const language = useSignal(of.language ?? "");
	const timezone = useSignal(of.timezone ?? "");
	const { busy, wrong, failure, save } = useSaving();
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		const change = { name: name.value.trim(), language: language.value || null, timezone: timezone.value || null };
		const saved = await save(() => saveProfile(change));
		if (saved === null) return;
		onSaved(saved.value);
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

function PasswordSection({ of: { email, hasPassword }, onChanged }: { of: Account; onChanged: () => void }) {
	const current = useSignal("");
	const next = useSignal("");
	const { busy, wrong, failure, save } = useSaving();
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if ((await save(() => changePassword({ current: current.value, next: next.value }))) === null) return;
		current.value = "";
		next.value = "";
		tell("Password changed. Your other sessions have ended.");
		onChanged();
	};
	return (
		<Section
			title="Password"
			text={hasPassword ? "Changing it ends your sessions everywhere else." : "You have none: you sign in another way."}
		>
			<form class="inputs" onSubmit={submit} noValidate>
				<Failure text={failure.value} />
				<input type="email" autocomplete="username" value={email} readOnly hidden />
				{hasPassword ? (
					<PasswordField label="Present password" value={current} wrong={wrong.value["current"]} />
				) : (
					<Failure text={wrong.value["current"] ?? null} />
				)}
				<PasswordField isNew label="New password" value={next} wrong={wrong.value["next"]} />
				<button type="submit" class="btn" aria-disabled={busy.value}>
					{hasPassword ? "Change password" : "Set a password"}
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
