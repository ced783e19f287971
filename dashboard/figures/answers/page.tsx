/** The figures of confidence: what became of the answers of each, and what another threshold would have done. */
import frame from "../figures.module.css";
import styles from "./answers.module.css";
import { useSignal } from "@preact/signals";
import type { AnswerFigures } from "../../../src/protocol/figures/answers.ts";
import { can, me } from "../../shell/session.ts";
import { useTitle } from "../../shell/title.ts";
import { Icon } from "../../ui/icon.tsx";
import { Loading } from "../../ui/loading.tsx";
import { dayName } from "../chart.tsx";
import { FiguresFrame } from "../frame.tsx";
import { OwnFiguresPage } from "../own/page.tsx";
import { share } from "../share.ts";
import { Bands } from "./bands.tsx";
import { useAnswerFigures } from "./use-answer-figures.ts";
import { WhatIf } from "./what-if.tsx";

const Empty = ({ earlier }: { earlier: number }) => (
	<div class="empty">
		<Icon name="chart" />
		<b>Nothing to count yet</b>
		<p>
			{earlier === 0
				? "Once visitors ask and the AI looks for answers, this page shows how sure it was and how often it helped."
				: "The confidence is measured anew since the last update. This page counts from the next question on."}
		</p>
	</div>
);

/** From which day on it counts, and what it leaves out. */
function Counted({ figures }: { figures: AnswerFigures }) {
	const { since, questions, answered, partly, earlier } = figures;
	return (
		<p class={styles["counted"]}>
			{since !== null && <>Counted since {dayName(since)} (UTC): </>}
			{questions.toLocaleString()} {questions === 1 ? "question" : "questions"} that the AI looked an answer up for.{" "}
			{answered.toLocaleString()} {answered === 1 ? "was" : "were"} answered ({share(answered, questions)})
			{partly > 0 && <>, {partly.toLocaleString()} of them in part</>}.
			{earlier > 0 && (
				<>
					{" "}
					{earlier.toLocaleString()} earlier {earlier === 1 ? "turn is" : "turns are"} left out: the confidence was
					measured in another way then.
				</>
			)}
		</p>
	);
}

/** One's own figures where the role may see no others. */
export const AnswersPage = () => (can("read_figures") ? <Confidence /> : <OwnFiguresPage />);

function Confidence() {
	useTitle("Confidence");
	const days = useSignal<number>(30);
	const { data, error, reload } = useAnswerFigures(days.value);
	const figures = data.value;
	const threshold = Math.round((me.value?.settings.threshold ?? 0) * 100);
	return (
		<FiguresFrame days={days.value} onDays={(next) => (days.value = next)}>
			{figures === null ? (
				<Loading failure={error.value} onRetry={() => void reload()} />
			) : figures.questions === 0 ? (
				<Empty earlier={figures.earlier} />
			) : (
				<div class={frame["in"]}>
					<Counted figures={figures} />
					<Bands bands={figures.bands} />
					<WhatIf key={`${days.value} ${threshold}`} figures={figures} current={threshold} />
				</div>
			)}
		</FiguresFrame>
	);
}
