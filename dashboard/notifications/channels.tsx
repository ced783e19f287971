/** The section for chat channels: those that are told, what each is told of, a test, and a form for another one. */
import { useSignal } from "@preact/signals";
import { AlertChannels, type AlertChannel, type ChannelKind } from "../../src/protocol/notification/channel.ts";
import { What } from "../../src/protocol/notification/table.ts";
import { type Answer, call } from "../api.ts";
import { useQuery } from "../fetch/query.ts";
import { Section } from "../settings/section.tsx";
import { confirm } from "../ui/dialog.tsx";
import { Failure, Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { Loading } from "../ui/loading.tsx";
import { tell, warn } from "../ui/toast.tsx";
import { testChannel } from "./api.ts";
import { whatWords } from "./words.ts";

const kinds: Record<ChannelKind, { name: string; where: string }> = {
	slack: { name: "Slack", where: "In Slack: Apps, Incoming Webhooks. It begins with https://hooks.slack.com/" },
	discord: {
		name: "Discord",
		where:
			"In Discord: the channel's settings, Integrations, Webhooks. It begins with https://discord.com/api/webhooks/",
	},
	teams: {
		name: "Microsoft Teams",
		where: "In Teams: the channel's menu, Workflows, post to a channel when a webhook request is received.",
	},
};
const kindNames = Object.keys(kinds).filter((kind): kind is ChannelKind => kind in kinds);

const path = (id: string) => `/notifications/channels/${encodeURIComponent(id)}`;
const rows = What.options.filter((what) => what !== "mentioned" && what !== "channel_failed");

const outcomes = {
	taken: "It came through. Look into the channel.",
	dead: "The channel takes nothing: its webhook is revoked, or the channel is gone.",
	refused: "The channel refused it.",
	later: "The channel doesn't answer now. Try again in a moment.",
} as const;

export function ChannelsSection() {
	const { data, error, reload } = useQuery("channels", (signal) =>
		call("/notifications/channels", { schema: AlertChannels, signal }),
	);
	const take = (answer: Answer<{ channels: AlertChannel[] }>, done: string) => {
		if (!answer.ok) return warn(answer.failure.message);
		data.value = answer.value;
		tell(done);
	};
	const toggle = async ({ id, what }: AlertChannel, changed: What) => {
		const next = what.includes(changed) ? what.filter((one) => one !== changed) : [...what, changed];
		take(await call(path(id), { method: "PATCH", body: { what: next }, schema: AlertChannels }), "Saved");
	};
	const remove = async ({ id, name }: AlertChannel) => {
		const sure = await confirm({ title: `Tell ${name} nothing any more?`, yes: "Remove", danger: true });
		if (sure)
			take(await call(path(id), { method: "DELETE", schema: AlertChannels }), `${name} is told nothing any more`);
	};
	const test = async ({ id }: AlertChannel) => {
		const answer = await testChannel(id);
		if (!answer.ok) return warn(answer.failure.message);
		const { outcome } = answer.value;
		if (outcome === "taken") tell(outcomes.taken);
		else warn(outcomes[outcome]);
		void reload();
	};
	return (
		<Section
			title="Channels"
			text="Slack, Discord and Microsoft Teams, by an incoming webhook. A channel is told at once, whatever the hour."
		>
			{data.value === null ? (
				<Loading failure={error.value} onRetry={() => void reload()} />
			) : (
				<>
					{data.value.channels.map((channel) => (
						<fieldset key={channel.id} class="channel">
							<legend>
								{channel.name} <span class="quiet">{`${kinds[channel.kind].name} · ${channel.shown}`}</span>
							</legend>
							{channel.problem !== null && (
								<p class="wrong" role="status">
									<Icon name="alert" small /> {channel.problem}
								</p>
							)}
							<div class="channel-what">
								{rows.map((what) => (
									<label key={what} class="pair">
										<input
											type="checkbox"
											class="cb"
											checked={channel.what.includes(what)}
											onChange={() => void toggle(channel, what)}
										/>
										{whatWords[what].name}
									</label>
								))}
							</div>
							<div class="channel-buttons">
								<button type="button" class="btn" onClick={() => void test(channel)}>
									Send a test
								</button>
								<button
									type="button"
									class="btn"
									aria-label={`Remove ${channel.name}`}
									onClick={() => void remove(channel)}
								>
									Remove
								</button>
							</div>
						</fieldset>
					))}
					<NewChannelForm onAdded={(next) => void (data.value = next)} />
				</>
			)}
		</Section>
	);
}

function NewChannelForm({ onAdded }: { onAdded: (next: { channels: AlertChannel[] }) => void }) {
	const kind = useSignal<ChannelKind>("slack");
	const name = useSignal("");
	const address = useSignal("");
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value) return;
		busy.value = true;
		const body = { kind: kind.value, name: name.value, address: address.value, what: ["waiting", "ai_trouble"] };
		const answer = await call("/notifications/channels", { method: "POST", body, schema: AlertChannels });
		busy.value = false;
		wrong.value = answer.ok ? {} : answer.failure.fields;
		failure.value = answer.ok || Object.keys(answer.failure.fields).length > 0 ? null : answer.failure.message;
		if (!answer.ok) return;
		name.value = "";
		address.value = "";
		onAdded(answer.value);
		tell("Channel added. Send it a test.");
	};
	return (
		<form class="inputs channel-form" onSubmit={submit} noValidate>
			<Failure text={failure.value} />
			<Field label="Add a channel of">
				{(attributes) => (
					<select
						{...attributes}
						class="input narrow"
						value={kind.value}
						onChange={(event) => {
							const chosen = kindNames.find((one) => one === event.currentTarget.value);
							if (chosen) kind.value = chosen;
						}}
					>
						{kindNames.map((one) => (
							<option key={one} value={one}>
								{kinds[one].name}
							</option>
						))}
					</select>
				)}
			</Field>
			<Field label="Channel's name" wrong={wrong.value["name"]}>
				{(attributes) => (
					<input
						{...attributes}
						class="input"
						maxLength={80}
						placeholder="#support"
						value={name.value}
						onInput={(event) => void (name.value = event.currentTarget.value)}
					/>
				)}
			</Field>
			<Field label="Webhook's address" hint={kinds[kind.value].where} wrong={wrong.value["address"]}>
				{(attributes) => (
					<input
						{...attributes}
						class="input"
						type="url"
						autocomplete="off"
						spellcheck={false}
						maxLength={1_000}
						value={address.value}
						onInput={(event) => void (address.value = event.currentTarget.value)}
					/>
				)}
			</Field>
			<button type="submit" class="btn" aria-disabled={busy.value}>
				Add channel
			</button>
		</form>
	);
}
