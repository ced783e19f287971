/** The curve of how many questions would have been answered, by threshold, with today's and the one that is tried. */
import styles from "./answers.module.css";
import type { AnswerFigures } from "../../../src/protocol/figures/answers.ts";
import { answeredAt, effectAt } from "./effect-words.ts";

const WIDTH = 840;
const HEIGHT = 140;
/** Space for the labels of the thresholds, in the chart's units. */
const BELOW = 22;

type Props = { figures: AnswerFigures; current: number; tried: number; lowest: number };

export function WhatIfChart({ figures, current, tried, lowest }: Props) {
	const total = Math.max(1, figures.questions);
	const thresholds = Array.from({ length: 101 - lowest }, (_, index) => lowest + index);
	const x = (percent: number): number => ((percent - lowest) / (100 - lowest)) * WIDTH;
	const y = (count: number): number => HEIGHT - (count / total) * HEIGHT;
	const area = (countOf: (percent: number) => number): string =>
		`M0 ${HEIGHT} ${thresholds.map((percent) => `L${x(percent).toFixed(1)} ${y(countOf(percent)).toFixed(1)}`).join(" ")} L${WIDTH} ${HEIGHT}Z`;
	const answered = (percent: number) => answeredAt(figures, percent);
	const asked = (percent: number) => answered(percent) + effectAt(figures, percent).unread;
	const hasUnread = thresholds.some((percent) => effectAt(figures, percent).unread > 0);
	return (
		<figure class={styles["chart"]}>
			<figcaption>
				Of {figures.questions.toLocaleString()} questions
				<ul aria-hidden="true">
					<li>
						<i class={styles["answered"]} /> answered
					</li>
					{hasUnread && (
						<li>
							<i class={styles["unread"]} /> put to the model, outcome unknown
						</li>
					)}
				</ul>
			</figcaption>
			<svg viewBox={`0 -6 ${WIDTH} ${HEIGHT + BELOW + 6}`} role="img" aria-label="Questions answered, by threshold">
				{hasUnread && <path class={styles["unread"]} d={area(asked)} />}
				<path class={styles["answered"]} d={area(answered)} />
				<line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
				<line class={styles["current"]} x1={x(current)} x2={x(current)} y1={0} y2={HEIGHT} />
				{tried !== current && <line class={styles["tried"]} x1={x(tried)} x2={x(tried)} y1={0} y2={HEIGHT} />}
				{thresholds
					.filter((percent) => percent % 10 === 0)
					.map((percent) => (
						<text
							key={percent}
							x={x(percent)}
							y={HEIGHT + 17}
							text-anchor={percent === lowest ? "start" : percent === 100 ? "end" : "middle"}
						>
							{`${percent}\u00A0%`}
						</text>
					))}
			</svg>
		</figure>
	);
}
