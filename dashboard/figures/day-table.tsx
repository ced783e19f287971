/** The numbers of the chart, and those of each day that it leaves out, as a table that can be opened. */
import styles from "./figures.module.css";
import type { DayFigures } from "../../src/protocol/figures/days.ts";
import { scrollable } from "../ui/scrollable.ts";
import { dayName, series } from "./chart.tsx";

const columns = [
	...series,
	{ name: "Ended", of: (day: DayFigures) => day.ended },
	{ name: "Resolved", of: (day: DayFigures) => day.resolved },
	{ name: "Thumbs up", of: (day: DayFigures) => day.up },
	{ name: "Thumbs down", of: (day: DayFigures) => day.down },
] as const;

export const DayTable = ({ days }: { days: readonly DayFigures[] }) => (
	<details class={styles["days"]}>
		<summary>The days as a table</summary>
		<div class="scroll" {...scrollable} role="region" aria-label="The days as a table">
			<table>
				<thead>
					<tr>
						<th scope="col">Day (UTC)</th>
						{columns.map(({ name }) => (
							<th key={name} scope="col">
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{days.toReversed().map((day) => (
						<tr key={day.day}>
							<th scope="row">{dayName(day.day)}</th>
							{columns.map(({ name, of }) => (
								<td key={name}>{of(day).toLocaleString()}</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	</details>
);
