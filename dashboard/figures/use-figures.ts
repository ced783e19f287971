/** Loads the figures of the latest days, says what of them is drawn, and whether anything happened. */
import { type DayFigures, Figures } from "../../src/protocol/figures/days.ts";
import { call } from "../api.ts";
import { useQuery } from "../fetch/query.ts";
import type { Series } from "./chart.tsx";

export const useFigures = (days: number) =>
	useQuery(String(days), (signal) => call(`/figures?days=${days}`, { schema: Figures, signal }));

export const handoffCount = (day: DayFigures): number =>
	Object.values(day.handoffs).reduce((sum, count) => sum + count, 0);

export const series: readonly Series<DayFigures>[] = [
	{ name: "Answers", look: "answers", of: (day) => day.answers },
	{ name: "Offers of a person", look: "offers", of: (day) => day.offers },
	{ name: "Hand-overs", look: "handoffs", of: handoffCount },
];

export const columns: readonly { name: string; of: (day: DayFigures) => number }[] = [
	...series,
	{ name: "Ended", of: (day) => day.ended },
	{ name: "Resolved", of: (day) => day.resolved },
	{ name: "Thumbs up", of: (day) => day.up },
	{ name: "Thumbs down", of: (day) => day.down },
];

export const isEmpty = (days: readonly DayFigures[]): boolean =>
	days.every(
		(day) =>
			series.every(({ of }) => of(day) === 0) &&
			day.ended + day.up + day.down + day.copilot.used + day.copilot.edited + day.copilot.dropped === 0,
	);
