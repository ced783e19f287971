/** A chart by day, as stacked bars. The table below it has the same numbers. */
import styles from "./figures.module.css";
import { useId } from "preact/hooks";

const WIDTH = 840;
const HEIGHT = 180;
/** Space for the scale's numbers and the day labels, in the chart's units. */
const LEFT = 34;
const BELOW = 22;
const MOST_LABELS = 8;

/** One colour of the bars. */
export type Series<Day> = { name: string; look: "answers" | "offers" | "handoffs"; of: (day: Day) => number };

/** The top of the scale: a round number at or above the highest bar, with a round half. */
function top(highest: number): number {
	const power = 10 ** Math.floor(Math.log10(Math.max(highest, 1)));
	return [2, 4, 6, 8, 10].map((step) => step * power).find((round) => round >= highest) ?? 20 * power;
}

/** A UTC day such as "2026-11-24" as "24 Nov". */
export const dayName = (day: string): string =>
	new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, { day: "numeric", month: "short", timeZone: "UTC" });

type Props<Day> = { days: readonly Day[]; series: readonly Series<Day>[] };

export function Chart<Day extends { day: string }>({ days, series }: Props<Day>) {
	const id = useId();
	const highest = Math.max(...days.map((day) => series.reduce((sum, { of }) => sum + of(day), 0)));
	const scale = top(highest);
	const step = (WIDTH - LEFT) / days.length;
	const width = Math.min(28, step * 0.7);
	const every = Math.ceil(days.length / MOST_LABELS);
	const y = (value: number): number => HEIGHT - (value / scale) * HEIGHT;
	return (
		<figure class={styles["chart"]}>
			<figcaption id={id}>
				By day
				<ul class={styles["legend"]} aria-hidden="true">
					{series.map((one) => (
						<li key={one.name}>
							<i class={styles[one.look]} />
							{one.name}
						</li>
					))}
				</ul>
			</figcaption>
			<svg viewBox={`0 -8 ${WIDTH} ${HEIGHT + BELOW + 8}`} role="img" aria-labelledby={id}>
				{[0, scale / 2, scale].map((value) => (
					<g key={value}>
						<line x1={LEFT} x2={WIDTH} y1={y(value)} y2={y(value)} />
						<text x={LEFT - 8} y={y(value) + 4} text-anchor="end">
							{value.toLocaleString()}
						</text>
					</g>
				))}
				{days.map((day, index) => {
					const x = LEFT + index * step + (step - width) / 2;
					let below = 0;
					return (
						<g key={day.day}>
							<title>{`${dayName(day.day)}: ${series.map((one) => `${one.of(day)} ${one.name.toLowerCase()}`).join(", ")}`}</title>
							<rect x={LEFT + index * step} y={0} width={step} height={HEIGHT} class={styles["column"]} />
							{series.map((one) => {
								const value = one.of(day);
								if (value === 0) return null;
								below += value;
								const height = Math.max(1, (value / scale) * HEIGHT - 1);
								return (
									<rect
										key={one.name}
										class={styles[one.look]}
										x={x}
										y={y(below)}
										width={width}
										height={height}
										rx={1.5}
									/>
								);
							})}
							{(days.length - 1 - index) % every === 0 && (
								<text x={x + width / 2} y={HEIGHT + 17} text-anchor="middle">
									{dayName(day.day)}
								</text>
							)}
						</g>
					);
				})}
			</svg>
		</figure>
	);
}
