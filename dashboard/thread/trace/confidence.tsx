/** How an answer's confidence came about, step by step: what the search believed, what a model said, and the threshold. */
import styles from "./trace.module.css";
import type { Trace } from "../../../src/protocol/conversation/trace.ts";
import { confidenceSteps } from "./confidence-steps.ts";
import { percent } from "./labels.ts";

export function Confidence({ trace }: { trace: Trace }) {
	const steps = confidenceSteps(trace);
	if (steps.length === 0) return null;
	return (
		<ol class={styles["chances"]} aria-label="How the confidence came about">
			{steps.map(({ text, chance }) => (
				<li key={text}>
					<span>{text}</span>
					{chance !== null && <b>{percent(chance)}</b>}
				</li>
			))}
		</ol>
	);
}
