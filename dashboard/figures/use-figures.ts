/** Loads the figures of the latest days, and tells whether anything happened in them. */
import { type DayFigures, Figures } from "../../src/protocol/figures/days.ts";
import { call } from "../api.ts";
import { useQuery } from "../fetch/query.ts";
import { series } from "./chart.tsx";

export const useFigures = (days: number) =>
	useQuery(String(days), (signal) => call(`/figures?days=${days}`, { schema: Figures, signal }));

export const isEmpty = (days: readonly DayFigures[]): boolean =>
	days.every(
		(day) =>
			series.every(({ of }) => of(day) === 0) &&
			day.ended + day.up + day.down + day.copilot.used + day.copilot.edited + day.copilot.dropped === 0,
	);
