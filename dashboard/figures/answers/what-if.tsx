/** What another threshold would have done with the questions of the last weeks: a slider, a curve, and what follows in words. */
import styles from "./answers.module.css";
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { AnswerFigures } from "../../../src/protocol/figures/answers.ts";
import { can } from "../../shell/session.ts";
import { effectWords } from "./effect-words.ts";
import { WhatIfChart } from "./what-if-chart.tsx";

/** The thresholds on the slider, in percent. Under a half, an answer is likelier wrong than right. */
const LOWEST = 50;

/** `current`: the workspace's threshold in percent. */
export function WhatIf({ figures, current }: { figures: AnswerFigures; current: number }) {
	const id = useId();
	const tried = useSignal(current);
	const words = effectWords(figures, current, tried.value);
	return (
		<section class={styles["part"]}>
			<h2>What another threshold would have done</h2>
			<p class="quiet">
				Under the threshold, {current}&nbsp;% now, a person is offered. Move it to see what it would have done with the
				same questions.
			</p>
			<WhatIfChart figures={figures} current={current} tried={tried.value} lowest={Math.min(LOWEST, current)} />
			<label for={id}>
				Threshold <b>{tried.value}&nbsp;%</b>
			</label>
			<input
				id={id}
				class={styles["slider"]}
				type="range"
				min={Math.min(LOWEST, current)}
				max={100}
				value={tried.value}
				aria-valuetext={`${tried.value} percent`}
				onInput={(event) => {
					tried.value = event.currentTarget.valueAsNumber;
				}}
			/>
			<div class={styles["effect"]} aria-live="polite">
				{words.map((sentence, index) => (
					<p key={sentence} class={index === 0 ? styles["first"] : undefined}>
						{sentence}
					</p>
				))}
			</div>
			{can("configure") && (
				<a class="btn" href="/settings">
					Change the threshold in the settings
				</a>
			)}
		</section>
	);
}
