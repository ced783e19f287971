/** The numbers of the chart, and those of each day that it leaves out, as a table that can be opened. */
import styles from "./figures.module.css";
import { scrollable } from "../ui/scrollable.ts";
import { dayName } from "./chart.tsx";

type Props<Day> = {
	days: readonly Day[];
	columns: readonly { name: string; of: (day: Day) => number }[];
};

export const DayTable = <Day extends { day: string }>({ days, columns }: Props<Day>) => (
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
