/** The figures page: the AI's answers, handoffs with reasons, and resolved conversations, with the definition of "resolved". */
import "./figures.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { type DayFigures, FIGURE_DAYS, Figures } from "../../src/protocol/figures/days.ts";
import { HandoffReason } from "../../src/protocol/conversation/entry.ts";
import { call } from "../api.ts";
import { reasonWords } from "../thread/labels.ts";
import { useTitle } from "../shell/title.ts";
import { Icon } from "../ui/icon.tsx";
import { Loading } from "../ui/loading.tsx";
import { useQuery } from "../fetch/query.ts";
import { scrollable } from "../ui/scrollable.ts";
import { Chart, dayName, handoffCount, series } from "./chart.tsx";

const load = (days: number, signal: AbortSignal) => call(`/figures?days=${days}`, { schema: Figures, signal });

const share = (part: number, whole: number): string =>
	whole === 0 ? "—" : `${Math.round((part / whole) * 100)}\u00A0%`;

type CardProps = { name: string; value: string; children?: ComponentChildren };

const Card = ({ name, value, children }: CardProps) => (
	<div class="figure">
		<dt>{name}</dt>
		<dd>
			<b>{value}</b>
			<span class="quiet">{children}</span>
		</dd>
	</div>
);

function Totals({ days }: { days: DayFigures[] }) {
	const sum = (of: (day: DayFigures) => number): number => days.reduce((total, day) => total + of(day), 0);
	const [answers, offers, handoffs] = [sum((day) => day.answers), sum((day) => day.offers), sum(handoffCount)];
	const [ended, resolved] = [sum((day) => day.ended), sum((day) => day.resolved)];
	const [up, down] = [sum((day) => day.up), sum((day) => day.down)];
	const copilot = {
		used: sum((day) => day.copilot.used),
		edited: sum((day) => day.copilot.edited),
		dropped: sum((day) => day.copilot.dropped),
	};
	const suggested = copilot.used + copilot.edited + copilot.dropped;
	const reasons = HandoffReason.options
		.map((reason) => ({ reason, n: sum((day) => day.handoffs[reason] ?? 0) }))
		.filter(({ n }) => n > 0)
		.toSorted((a, b) => b.n - a.n);
	return (
		<>
			<dl class="figures-of">
				<Card name="Resolved by the AI" value={share(resolved, ended)}>
					{resolved.toLocaleString()} of {ended.toLocaleString()} {ended === 1 ? "conversation" : "conversations"} that
					ended. Resolved: the AI's last word was an answer, nobody on the team was called or took part, it was closed
					and not reopened within 24 hours.
				</Card>
				<Card name="Answers" value={answers.toLocaleString()}>
					from the knowledge base, courtesies left out
				</Card>
				<Card name="Offers of a person" value={offers.toLocaleString()}>
					where the AI wasn't sure
				</Card>
				<Card name="Hand-overs" value={handoffs.toLocaleString()}>
					to the team
				</Card>
				<Card name="Thumbs" value={share(up, up + down)}>
					{up + down === 0
						? "nobody has judged an answer yet"
						: `${up.toLocaleString()} up, ${down.toLocaleString()} down`}
				</Card>
				<Card name="Suggested replies" value={share(copilot.used + copilot.edited, suggested)}>
					{suggested === 0
						? "none so far"
						: `${copilot.used.toLocaleString()} used as they were, ${copilot.edited.toLocaleString()} edited, ${copilot.dropped.toLocaleString()} dropped`}
				</Card>
			</dl>
			{reasons.length > 0 && (
				<section class="reasons">
					<h2>Hand-overs by reason</h2>
					<ul>
						{reasons.map(({ reason, n }) => (
							<li key={reason}>
								<span>{reasonWords[reason]}</span>
								<i style={{ width: `${(n / (reasons[0]?.n ?? n)) * 100}%` }} />
								<b>{n.toLocaleString()}</b>
							</li>
						))}
					</ul>
				</section>
			)}
		</>
	);
}

const Table = ({ days }: { days: DayFigures[] }) => (
	<details class="numbers">
		<summary>The days as a table</summary>
		<div class="scroll" {...scrollable} role="region" aria-label="The days as a table">
			<table>
				<thead>
					<tr>
						<th scope="col">Day (UTC)</th>
						{series.map(({ name }) => (
							<th key={name} scope="col">
								{name}
							</th>
						))}
						<th scope="col">Ended</th>
						<th scope="col">Resolved</th>
						<th scope="col">Thumbs up</th>
						<th scope="col">Thumbs down</th>
					</tr>
				</thead>
				<tbody>
					{days.toReversed().map((day) => (
						<tr key={day.day}>
							<th scope="row">{dayName(day.day)}</th>
							{[...series.map(({ of }) => of(day)), day.ended, day.resolved, day.up, day.down].map((n, column) => (
								// The columns are fixed, so their names serve as keys.
								<td key={["answers", "offers", "handoffs", "ended", "resolved", "up", "down"][column]}>
									{n.toLocaleString()}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	</details>
);

const isEmpty = (days: DayFigures[]): boolean =>
	days.every(
		(day) =>
			series.every(({ of }) => of(day) === 0) &&
			day.ended + day.up + day.down + day.copilot.used + day.copilot.edited + day.copilot.dropped === 0,
	);

export function FiguresPage() {
	useTitle("Figures");
	const days = useSignal<number>(30);
	const { data, error, reload } = useQuery(String(days.value), (signal) => load(days.value, signal));
	const loaded = data.value?.days;
	return (
		<main class="page">
			<div class="bar">
				<h1>Figures</h1>
				<span class="rest" />
				<div class="switch" role="group" aria-label="How far back">
					{FIGURE_DAYS.map((one) => (
						<button key={one} type="button" aria-pressed={days.value === one} onClick={() => (days.value = one)}>
							{one} days
						</button>
					))}
				</div>
			</div>
			<div class="figures-page scroll" {...scrollable}>
				{loaded === undefined ? (
					<Loading failure={error.value} onRetry={() => void reload()} />
				) : isEmpty(loaded) ? (
					<div class="empty">
						<Icon name="chart" />
						<b>Nothing to count yet</b>
						<p>Once visitors ask and the AI answers, this page shows what it answered, handed over and resolved.</p>
					</div>
				) : (
					<div class="figures-in">
						<Totals days={loaded} />
						<Chart days={loaded} />
						<Table days={loaded} />
					</div>
				)}
			</div>
		</main>
	);
}
