/** The overview of the figures: what the AI answered, offered, handed over and resolved, in sums and by day. */
import styles from "./figures.module.css";
import { useSignal } from "@preact/signals";
import type { DayFigures } from "../../src/protocol/figures/days.ts";
import { useTitle } from "../shell/title.ts";
import { Icon } from "../ui/icon.tsx";
import { Loading } from "../ui/loading.tsx";
import { can } from "../shell/session.ts";
import { Chart, dayName } from "./chart.tsx";
import { DayTable } from "./day-table.tsx";
import { FiguresFrame } from "./frame.tsx";
import { OwnFiguresPage } from "./own/page.tsx";
import { Totals } from "./totals.tsx";
import { columns, isEmpty, series, useFigures } from "./use-figures.ts";

/** Says that the days before and after a change of scale aren't comparable, where both are shown. */
function ScaleNote({ days, since }: { days: DayFigures[]; since: string | null }) {
	const before = days.filter(({ day }) => since !== null && day < since);
	if (since === null || isEmpty(before)) return null;
	return (
		<p class="quiet">
			Since {dayName(since)} the confidence is the chance that what is said answers, and no longer that the article is
			the right one. Answers and offers before that day aren't comparable with those after it.
		</p>
	);
}

/** The overview, or one's own figures where the role may see no others. */
export const FiguresPage = () => (can("read_figures") ? <Overview /> : <OwnFiguresPage />);

function Overview() {
	useTitle("Figures");
	const days = useSignal<number>(30);
	const { data, error, reload } = useFigures(days.value);
	const loaded = data.value?.days;
	return (
		<FiguresFrame days={days.value} onDays={(next) => (days.value = next)}>
			{loaded === undefined ? (
				<Loading failure={error.value} onRetry={() => void reload()} />
			) : isEmpty(loaded) ? (
				<div class="empty">
					<Icon name="chart" />
					<b>Nothing to count yet</b>
					<p>Once visitors ask and the AI answers, this page shows what it answered, handed over and resolved.</p>
				</div>
			) : (
				<div class={styles["in"]}>
					<Totals days={loaded} />
					<Chart days={loaded} series={series} />
					<ScaleNote days={loaded} since={data.value?.scaleSince ?? null} />
					<DayTable days={loaded} columns={columns} />
				</div>
			)}
		</FiguresFrame>
	);
}
