/** What one did oneself: replies, conversations taken over and closed, and how long visitors had waited for the first reply. */
import styles from "../figures.module.css";
import { useSignal } from "@preact/signals";
import { OwnFigures } from "../../../src/protocol/figures/days.ts";
import { call } from "../../api.ts";
import { useQuery } from "../../fetch/query.ts";
import { useTitle } from "../../shell/title.ts";
import { Icon } from "../../ui/icon.tsx";
import { Loading } from "../../ui/loading.tsx";
import { span } from "../../ui/time.ts";
import { Card } from "../card.tsx";
import { Chart, type Series } from "../chart.tsx";
import { DayTable } from "../day-table.tsx";
import { FiguresFrame } from "../frame.tsx";

type Day = OwnFigures["days"][number];

const series: readonly Series<Day>[] = [
	{ name: "Replies", look: "handoffs", of: ({ replies }) => replies },
	{ name: "Taken over", look: "offers", of: ({ taken }) => taken },
	{ name: "Closed", look: "answers", of: ({ closed }) => closed },
];

/** A time in ms, as exactly as an average is read. */
const average = (ms: number): string => (ms < 60_000 ? "< 1 min" : span(ms));

function Totals({ days }: { days: readonly Day[] }) {
	const sum = (of: (day: Day) => number): number => days.reduce((total, day) => total + of(day), 0);
	const [waits, waited] = [sum((day) => day.waits), sum((day) => day.waitMs)];
	return (
		<dl class={`${styles["cards"]} ${styles["own"]}`}>
			<Card name="Replies" value={sum((day) => day.replies).toLocaleString()}>
				to visitors, notes left out
			</Card>
			<Card name="Taken over" value={sum((day) => day.taken).toLocaleString()}>
				from the AI or the queue
			</Card>
			<Card name="Closed" value={sum((day) => day.closed).toLocaleString()}>
				and not undone
			</Card>
			<Card name="First reply" value={waits === 0 ? "—" : average(waited / waits)}>
				{waits === 0
					? "nobody has waited for you yet"
					: `after the hand-over, on average of ${waits.toLocaleString()} ${waits === 1 ? "visitor" : "visitors"} who waited, nights too`}
			</Card>
		</dl>
	);
}

export function OwnFiguresPage() {
	useTitle("My figures");
	const days = useSignal<number>(30);
	const { data, error, reload } = useQuery(`own ${days.value}`, (signal) =>
		call(`/figures/own?days=${days.value}`, { schema: OwnFigures, signal }),
	);
	const loaded = data.value?.days;
	return (
		<FiguresFrame days={days.value} onDays={(next) => (days.value = next)}>
			{loaded === undefined ? (
				<Loading failure={error.value} onRetry={() => void reload()} />
			) : loaded.every((day) => series.every(({ of }) => of(day) === 0)) ? (
				<div class="empty">
					<Icon name="chart" />
					<b>Nothing to count yet</b>
					<p>Once you answer visitors, this page shows your replies, and the conversations you took over and closed.</p>
				</div>
			) : (
				<div class={styles["in"]}>
					<Totals days={loaded} />
					<Chart days={loaded} series={series} />
					<DayTable days={loaded} columns={series} />
				</div>
			)}
		</FiguresFrame>
	);
}
