/** A turn of the playground: the question, and the answer, the failure or the wait below it. */
import { reasonWords } from "../../thread/labels.ts";
import { Markdown } from "../../thread/log/markdown.tsx";
import { sourceAddress } from "../../thread/log/message.tsx";
import { Icon } from "../../ui/icon.tsx";
import type { Turn } from "./use-playground.ts";

/** `chosen`: its trace is shown. */
export function Said({ turn, chosen, onChoose }: { turn: Turn; chosen: boolean; onChoose: () => void }) {
	const { question, answer, failure } = turn;
	return (
		<>
			<div class="m v">
				<div class="b">
					<p class="plain" dir="auto">
						{question}
					</p>
				</div>
			</div>
			{failure !== null ? (
				<div class="failure" role="alert">
					{failure}
				</div>
			) : answer === null ? (
				<div class="ev ai-thinks" role="status">
					<span>The AI is looking for an answer</span>
				</div>
			) : (
				<div class="m a">
					{answer.text === "" ? (
						<div class="ev">
							<Icon name="bolt" small />
							<span>{answer.reason === null ? "" : reasonWords[answer.reason]} · a person is called</span>
						</div>
					) : (
						<div class="b">
							<Markdown text={answer.text} />
							{answer.sources.length > 0 && (
								<ul class="sources" aria-label="Sources">
									{answer.sources.map(({ id, title }, index) => (
										<li key={id}>
											<a href={sourceAddress(id)}>
												{index + 1} · <span dir="auto">{title}</span>
											</a>
										</li>
									))}
								</ul>
							)}
						</div>
					)}
					<small>
						{answer.partly && <span>answered in part, offers a person</span>}
						<button type="button" class="link" aria-pressed={chosen} onClick={onChoose}>
							Why this answer
						</button>
					</small>
				</div>
			)}
		</>
	);
}
