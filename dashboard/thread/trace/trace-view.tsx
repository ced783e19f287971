/** The view of a trace: the step that decided, the confidence, the passages, and the time of each step. */
import styles from "./trace.module.css";
import type { Trace, TracePassage } from "../../../src/protocol/conversation/trace.ts";
import { plainText } from "../../../src/protocol/markdown.ts";
import { Icon } from "../../ui/icon.tsx";
import { Confidence } from "./confidence.tsx";
import { AddQuestion, EditSource } from "./improve.tsx";
import { decision, percent, featuresInWords, stepWords, whyFailed, writerName } from "./labels.ts";

const Features = ({ features }: { features: Record<string, number> }) => (
	<ul class={styles["features"]}>
		{featuresInWords(features).map(({ name, share }) => (
			<li key={name}>
				{name} <b>{share}</b>
			</li>
		))}
	</ul>
);

/** A meter of the confidence, with the threshold as a mark. */
function Meter({ confidence, threshold }: { confidence: number; threshold: number }) {
	const enough = confidence >= threshold;
	return (
		<div class={styles["meter"]}>
			<div
				class={`${styles["track"]} ${enough ? styles["enough"] : ""}`}
				role="meter"
				aria-label="Confidence"
				aria-valuenow={Math.round(confidence * 100)}
				aria-valuemin={0}
				aria-valuemax={100}
				aria-valuetext={`${percent(confidence)}, the threshold is ${percent(threshold)}`}
			>
				<i style={{ width: `${confidence * 100}%` }} />
				<s style={{ left: `${threshold * 100}%` }} />
			</div>
			<span>
				<b>{percent(confidence)}</b> sure, answers from {percent(threshold)}
			</span>
		</div>
	);
}

const Passage = ({ passage }: { passage: TracePassage }) => {
	const { title, heading, text, score, features, given, cited, kind } = passage;
	return (
		<li class={`${styles["passage"]} ${given ? "" : styles["unused"]}`}>
			<div class={styles["head"]}>
				<b class="clip" dir="auto" title={title}>
					{title}
				</b>
				{cited ? (
					<span class="tag ai">Cited</span>
				) : (
					<span class="tag">{given ? "Given to the writer" : "Left out"}</span>
				)}
				<span class="num">score {percent(score)}</span>
			</div>
			{heading !== "" && heading !== title && (
				<div class="quiet clip" dir="auto">
					{heading}
				</div>
			)}
			<p dir="auto">{plainText(text)}</p>
			<details>
				<summary>Signals of this {kind}</summary>
				<Features features={features} />
			</details>
			<EditSource passage={passage} />
		</li>
	);
};

export function TraceView({ trace }: { trace: Trace }) {
	const { confidence, threshold, query, question, followUp, passages, failed, steps, features } = trace;
	const total = steps.reduce((sum, { ms }) => sum + ms, 0);
	return (
		<div class={styles["trace"]}>
			<section>
				<h3>What decided</h3>
				<p class={styles["decision"]}>{decision(trace)}</p>
				{confidence !== null && <Meter confidence={confidence} threshold={threshold} />}
				<Confidence trace={trace} />
				{failed.length > 0 && (
					<ul class={styles["failed"]}>
						{failed.map(({ writer, why }) => (
							<li key={`${writer} ${why}`}>
								<Icon name="alert" small />
								<span>
									{writerName(writer)} {whyFailed(why)}
								</span>
							</li>
						))}
					</ul>
				)}
				{Object.keys(features).length > 0 && (
					<details>
						<summary>What the search went by</summary>
						<Features features={features} />
					</details>
				)}
				{trace.decidedBy !== "courtesy" && trace.decidedBy !== "file_alone" && <AddQuestion question={question} />}
			</section>
			{query !== null && (
				<section>
					<h3>Passages</h3>
					<p class="quiet">
						{followUp ? "Searched together with the question before: " : "Searched: "}
						<q dir="auto">{(followUp ? query : question).replace(/\s+/g, " ")}</q>
						{trace.rewritten !== undefined && (
							<>
								{", then: "}
								<q dir="auto">{trace.rewritten}</q>
							</>
						)}
					</p>
					{passages.length === 0 ? (
						<p>Nothing was found.</p>
					) : (
						<ol class={styles["passages"]}>
							{passages.map((passage) => (
								<Passage key={`${passage.articleId} ${passage.heading} ${passage.text}`} passage={passage} />
							))}
						</ol>
					)}
				</section>
			)}
			<section>
				<h3>Time</h3>
				<table class={styles["steps"]}>
					<tbody>
						{steps.map(({ step, ms }) => (
							<tr key={step}>
								<th scope="row">{stepWords[step]}</th>
								<td class="num">{ms} ms</td>
							</tr>
						))}
						<tr>
							<th scope="row">In all</th>
							<td class="num">{total} ms</td>
						</tr>
					</tbody>
				</table>
			</section>
		</div>
	);
}
