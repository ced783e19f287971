/** The table of answers by confidence, with what became of them. */
import styles from "./answers.module.css";
import type { ConfidenceBand } from "../../../src/protocol/figures/answers.ts";
import { scrollable } from "../../ui/scrollable.ts";
import { share } from "../share.ts";

const rangeOf = ({ from, to }: ConfidenceBand): string =>
	from === 0 ? `under ${Math.round(to * 100)}\u00A0%` : `${Math.round(from * 100)} to ${Math.round(to * 100)}\u00A0%`;

const columns = [
	{ name: "Answers", of: ({ answers }: ConfidenceBand) => answers },
	{ name: "Thumbs down", of: ({ down }: ConfidenceBand) => down },
	{ name: "Reopened", of: ({ reopened }: ConfidenceBand) => reopened },
	{ name: "To a person", of: ({ escalated }: ConfidenceBand) => escalated },
] as const;

/** Without the lowest ones that have no answers: nothing under the threshold is answered. */
const shownOf = (bands: readonly ConfidenceBand[]): readonly ConfidenceBand[] =>
	bands.slice(0, Math.max(1, bands.findLastIndex(({ answers }) => answers > 0) + 1));

export const Bands = ({ bands }: { bands: readonly ConfidenceBand[] }) => (
	<section class={styles["part"]}>
		<h2>Answers by confidence</h2>
		<p class="quiet">
			The confidence is the chance, worked out before an answer is sent, that it answers the question. An answer counts
			as not helpful where the visitor gave it a thumb down, came back within a day of the close, or went on to a
			person. Most visitors say nothing.
		</p>
		<div class="scroll" {...scrollable} role="region" aria-label="Answers by confidence">
			<table class={styles["bands"]}>
				<thead>
					<tr>
						<th scope="col">Confidence</th>
						{columns.map(({ name }) => (
							<th key={name} scope="col">
								{name}
							</th>
						))}
						<th scope="col">Not helpful</th>
					</tr>
				</thead>
				<tbody>
					{shownOf(bands).map((band) => (
						<tr key={band.from}>
							<th scope="row">{rangeOf(band)}</th>
							{columns.map(({ name, of }) => (
								<td key={name}>{of(band).toLocaleString()}</td>
							))}
							<td>
								<span class={styles["meter"]}>
									<i style={{ width: `${(band.unhelpful / Math.max(1, band.answers)) * 100}%` }} />
								</span>
								<b>{share(band.unhelpful, band.answers)}</b>
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	</section>
);
