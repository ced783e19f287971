/** The page of the audit log: who did what, when, from where, with filters. Nothing can be changed here. */
import "./activity.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AuditPage, type AuditRow, AuditTopic } from "../../src/protocol/people/audit.ts";
import { call } from "../api.ts";
import { createLatest } from "../fetch/query.ts";
import { SettingsFrame } from "../settings/tabs.tsx";
import { me } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Loading } from "../ui/loading.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { fullTime, moment } from "../ui/time.ts";
import { topicWords, wordsOf } from "./words.ts";

const DAY_MS = 86_400_000;
const spans = [
	{ name: "Any time", days: null },
	{ name: "Last 24 hours", days: 1 },
	{ name: "Last 7 days", days: 7 },
	{ name: "Last 30 days", days: 30 },
];

type Filter = { actor: string; topic: string; days: number | null };

function load({ actor, topic, days }: Filter, cursor: string | null, signal: AbortSignal) {
	const query = new URLSearchParams();
	if (actor !== "") query.set("actor", actor);
	if (topic !== "") query.set("topic", topic);
	if (days !== null) query.set("from", `${Date.now() - days * DAY_MS}`);
	if (cursor !== null) query.set("cursor", cursor);
	return call(`/audit?${query}`, { schema: AuditPage, signal });
}

export function ActivityPage() {
	useTitle("Activity");
	const filter = useSignal<Filter>({ actor: "", topic: "", days: null });
	const rows = useSignal<AuditRow[] | null>(null);
	const cursor = useSignal<string | null>(null);
	const failure = useSignal<Parameters<typeof Loading>[0]["failure"]>(null);
	const latest = useSignal(createLatest()).value;
	const read = async (after: string | null) => {
		const answer = await latest.run((signal) => load(filter.value, after, signal));
		if (answer === null) return;
		if (!answer.ok) {
			failure.value = answer.failure;
			return;
		}
		failure.value = null;
		rows.value = [...(after === null ? [] : (rows.value ?? [])), ...answer.value.rows];
		cursor.value = answer.value.cursor;
	};
	useEffect(() => {
		void read(null);
		return latest.abort;
	}, [filter.value]);
	const set = (change: Partial<Filter>) => {
		filter.value = { ...filter.value, ...change };
	};
	return (
		<SettingsFrame>
			<div class="activity scroll" {...scrollable} role="region" aria-label="Activity">
				<div class="activity-filters">
					<label>
						<span class="said">Who</span>
						<select
							class="input"
							value={filter.value.actor}
							onChange={(event) => set({ actor: event.currentTarget.value })}
						>
							<option value="">Everybody</option>
							{(me.value?.members ?? []).map(({ id, name }) => (
								<option key={id} value={id}>
									{name}
								</option>
							))}
						</select>
					</label>
					<label>
						<span class="said">What</span>
						<select
							class="input"
							value={filter.value.topic}
							onChange={(event) => set({ topic: event.currentTarget.value })}
						>
							<option value="">Everything</option>
							{AuditTopic.options.map((topic) => (
								<option key={topic} value={topic}>
									{topicWords[topic]}
								</option>
							))}
						</select>
					</label>
					<label>
						<span class="said">When</span>
						<select
							class="input"
							value={`${filter.value.days ?? ""}`}
							onChange={(event) => set({ days: Number(event.currentTarget.value) || null })}
						>
							{spans.map(({ name, days }) => (
								<option key={name} value={`${days ?? ""}`}>
									{name}
								</option>
							))}
						</select>
					</label>
				</div>
				{rows.value === null ? (
					<Loading failure={failure.value} onRetry={() => void read(null)} />
				) : rows.value.length === 0 ? (
					<div class="empty">
						<p>Nothing matches.</p>
					</div>
				) : (
					<ul>
						{rows.value.map((row) => (
							<Row key={row.id} row={row} />
						))}
					</ul>
				)}
				{cursor.value !== null && (
					<div>
						<button type="button" class="btn" onClick={() => void read(cursor.value)}>
							Show older
						</button>
					</div>
				)}
			</div>
		</SettingsFrame>
	);
}

const Row = ({ row }: { row: AuditRow }) => (
	<li class="act-row">
		<time class="num" title={fullTime(row.at)} dateTime={new Date(row.at).toISOString()}>
			{moment(row.at)}
		</time>
		<span>
			<b dir="auto">{row.actor.name}</b> {wordsOf(row)}
		</span>
		<span class="quiet">
			{row.origin === null
				? ""
				: [row.origin.place, row.origin.device, row.origin.address].filter((part) => part !== null).join(" · ")}
		</span>
	</li>
);
