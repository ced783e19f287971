/** The settings page "Mail": whether mail leaves and how, whom it is from, and a test to oneself. */
import "../settings/settings.css";
import "./mail.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { MailReport, MailSettings } from "../../src/protocol/settings/mail.ts";
import { saveWorkspace } from "../api.ts";
import { useQuery } from "../fetch/query.ts";
import { Section } from "../settings/section.tsx";
import { SettingsFrame } from "../settings/tabs.tsx";
import { useUnsaved } from "../shell/navigation.tsx";
import { me } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Failure, Field, focusWrong } from "../ui/field.tsx";
import { Loading } from "../ui/loading.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { fullTime } from "../ui/time.ts";
import { tell, warn } from "../ui/toast.tsx";
import { mailReport, sendTest } from "./api.ts";
import { answerWords, failureWords, refusedWords, stateWords, wayWords } from "./words.ts";

type Draft = Pick<MailSettings, "address" | "mailFrom" | "mailFromName" | "mailReplies">;
const draftOf = ({ address, mailFrom, mailFromName, mailReplies }: Draft): Draft => ({
	address,
	mailFrom,
	mailFromName,
	mailReplies,
});

export function MailPage() {
	useTitle("Mail");
	const { data, error, reload } = useQuery("mail", mailReport);
	const report = data.value;
	return (
		<SettingsFrame>
			<div class="settings-in scroll" {...scrollable} role="region" aria-label="Mail">
				{report === null ? (
					<Loading failure={error.value} onRetry={() => void reload()} />
				) : (
					<div class="sections">
						<StateSection report={report} onTested={(next) => void (data.value = next)} onLook={() => void reload()} />
						<SenderSection report={report} onSaved={() => void reload()} />
					</div>
				)}
			</div>
		</SettingsFrame>
	);
}

type StateProps = { report: MailReport; onTested: (report: MailReport) => void; onLook: () => void };

function StateSection({ report, onTested, onLook }: StateProps) {
	const busy = useSignal(false);
	const { state, last, from } = report;
	const { name, text } = stateWords[state];
	const test = async () => {
		if (busy.value) return;
		busy.value = true;
		const answer = await sendTest();
		busy.value = false;
		if (!answer.ok) return warn(answer.failure.message);
		onTested(answer.value);
		if (answer.value.adapter === "log") tell("The test is in the mailbox of this machine");
	};
	return (
		<Section title="How mail leaves" text="Set up by whoever deploys Parley. The documentation says how.">
			<div class="mail-state" role="status">
				<b class={state === "failed" ? "bad" : ""}>{name}</b>
				<p>{state === "failed" && last !== null ? failureWords(last) : text}</p>
				{state === "failed" && <p class="quiet">{text}</p>}
				{last !== null && (
					<p class="quiet">
						{last.accepted ? "Accepted" : "Refused"} {fullTime(last.at)}
					</p>
				)}
			</div>
			<dl class="mail-facts">
				<dt>Way</dt>
				<dd>{wayWords(report) ?? "None. Set MAIL in wrangler.toml, then deploy."}</dd>
				<dt>Mails are from</dt>
				<dd>{from ?? "No address yet. Type one below."}</dd>
				<dt>Answers</dt>
				<dd>{answerWords(report)}</dd>
				<dt>Refused</dt>
				<dd>{refusedWords(report)}</dd>
			</dl>
			<div class="mail-test">
				<button
					type="button"
					class="btn"
					disabled={state === "not_set_up"}
					aria-disabled={busy.value}
					onClick={() => void test()}
				>
					{busy.value ? "Sending" : "Send a test to me"}
				</button>
				{report.test?.answeredAt === null && (
					<button type="button" class="btn" onClick={onLook}>
						Look for its answer
					</button>
				)}
			</div>
		</Section>
	);
}

function SenderSection({ report, onSaved }: { report: MailReport; onSaved: () => void }) {
	const saved = me.value && draftOf(me.value.settings);
	const draft = useSignal<Draft | null>(saved);
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const isDirty = JSON.stringify(draft.value) !== JSON.stringify(saved);
	useUnsaved(isDirty ? "Your changes to the mail's settings aren't saved." : null);
	useEffect(() => {
		draft.value ??= saved;
	}, [saved]);
	const now = draft.value;
	if (now === null) return null;
	const set = (change: Partial<Draft>) => void (draft.value = { ...now, ...change });
	const save = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value || !isDirty) return;
		busy.value = true;
		const answer = await saveWorkspace(now);
		busy.value = false;
		wrong.value = answer.ok ? {} : answer.failure.fields;
		failure.value = answer.ok ? null : `Not saved. ${answer.failure.message}`;
		if (!answer.ok) return focusWrong();
		me.value = answer.value;
		draft.value = draftOf(answer.value.settings);
		tell("Saved");
		onSaved();
	};
	const input = (key: keyof Draft, label: string, hint: string, inputMode: "email" | "text" | "url") => (
		<Field label={label} hint={hint} wrong={wrong.value[key]}>
			{(attributes) => (
				<input
					{...attributes}
					class="input"
					inputMode={inputMode}
					dir="auto"
					autocomplete="off"
					spellcheck={false}
					value={now[key]}
					onInput={(event) => set({ [key]: event.currentTarget.value })}
				/>
			)}
		</Field>
	);
	return (
		<Section title="Addresses" text="Whom mails are from, where answers go, and where links lead.">
			<form class="inputs" onSubmit={save} noValidate>
				<Failure text={failure.value} />
				{input(
					"mailFrom",
					"Sender's address",
					report.adapter === "smtp"
						? "One that your mail server lets you send from."
						: "One of a domain that is set up for sending, such as chat@shop.example.",
					"email",
				)}
				{input("mailFromName", "Sender's name", "Empty: the workspace's name.", "text")}
				{input(
					"mailReplies",
					"Domain for answers",
					"Answers by mail come into the chat where Cloudflare sends this domain's mail to Parley. Empty: answers aren't read.",
					"url",
				)}
				{input(
					"address",
					"Parley's address",
					"Links in mails begin with it. Deploying fills it in where it is empty.",
					"url",
				)}
				<div>
					<button type="submit" class="btn p" disabled={!isDirty} aria-disabled={busy.value}>
						Save
					</button>
				</div>
			</form>
		</Section>
	);
}
