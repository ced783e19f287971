/** The sums of the days as cards, with the definition of "resolved", and the handoffs by reason. */
import styles from "./figures.module.css";
import type { DayFigures } from "../../src/protocol/figures/days.ts";
import { HandoffReason } from "../../src/protocol/conversation/entry.ts";
import { reasonWords } from "../thread/labels.ts";
import { Card } from "./card.tsx";
import { share } from "./share.ts";
import { handoffCount } from "./use-figures.ts";

export function Totals({ days }: { days: DayFigures[] }) {
	const sum = (of: (day: DayFigures) => number): number => days.reduce((total, day) => total + of(day), 0);
	const [answers, offers, handoffs] = [sum((day) => day.answers), sum((day) => day.offers), sum(handoffCount)];
	const [ended, resolved] = [sum((day) => day.ended), sum((day) => day.resolved)];
	const [up, down] = [sum((day) => day.up), sum((day) => day.down)];
	const copilot = {
		used: sum((day) => day.copilot.used),
		edited: sum((day) => day.copilot.edited),
		dropped: sum((day) => day.copilot.dropped),
	};
	const suggested = copilot.used + copilot.edited + copilot.dropped;
	const reasons = HandoffReason.options
		.map((reason) => ({ reason, count: sum((day) => day.handoffs[reason] ?? 0) }))
		.filter(({ count }) => count > 0)
		.toSorted((one, other) => other.count - one.count);
	return (
		<>
			<dl class={styles["cards"]}>
				<Card name="Resolved by the AI" value={share(resolved, ended)}>
					{resolved.toLocaleString()} of {ended.toLocaleString()} {ended === 1 ? "conversation" : "conversations"} that
					ended. Resolved: the AI's last word was an answer, nobody on the team was called or took part, it was closed
					and not reopened within 24 hours.
				</Card>
				<Card name="Answers" value={answers.toLocaleString()}>
					from the knowledge base, courtesies left out
				</Card>
				<Card name="Offers of a person" value={offers.toLocaleString()}>
					where the AI wasn't sure
				</Card>
				<Card name="Hand-overs" value={handoffs.toLocaleString()}>
					to the team
				</Card>
				<Card name="Thumbs" value={share(up, up + down)}>
					{up + down === 0
						? "nobody has judged an answer yet"
						: `${up.toLocaleString()} up, ${down.toLocaleString()} down`}
				</Card>
				<Card name="Suggested replies" value={share(copilot.used + copilot.edited, suggested)}>
					{suggested === 0
						? "none so far"
						: `${copilot.used.toLocaleString()} used as they were, ${copilot.edited.toLocaleString()} edited, ${copilot.dropped.toLocaleString()} dropped`}
				</Card>
			</dl>
			{reasons.length > 0 && (
				<section class={styles["reasons"]}>
					<h2>Hand-overs by reason</h2>
					<ul>
						{reasons.map(({ reason, count }) => (
							<li key={reason}>
								<span>{reasonWords[reason]}</span>
								<i style={{ width: `${(count / (reasons[0]?.count ?? count)) * 100}%` }} />
								<b>{count.toLocaleString()}</b>
							</li>
						))}
					</ul>
				</section>
			)}
		</>
	);
}
