/** Under the confidence threshold: what the typed one would have done with the questions of the last 30 days. */
import { effectWords } from "../figures/answers/effect-words.ts";
import { useAnswerFigures } from "../figures/answers/use-answer-figures.ts";
import { can } from "../shell/session.ts";

/** `current`: the saved threshold in percent. `typed`: the input's text. */
export function ThresholdEffect({ current, typed }: { current: number; typed: string }) {
	const figures = useAnswerFigures(can("read_figures") ? 30 : null).data.value;
	const other = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
	// Without figures there is nothing to say, and nothing to wait for.
	if (figures === null || figures.questions === 0 || !(other <= 100)) return null;
	const [first] = effectWords(figures, current, other);
	return (
		<p class="quiet" role="status">
			In the last 30 days: {first?.replace(/^A/, "a")}{" "}
			<a class="link" href="/figures/confidence">
				Answers by confidence
			</a>
		</p>
	);
}
