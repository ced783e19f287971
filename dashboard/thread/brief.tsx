/** What a teammate who takes over needs to know: a line a fact, beside its label where the brief gave one. */
import { scrollable } from "../look/scrollable.ts";

/** The labels of src/answer/brief.ts. Before any other colon stands somebody's sentence. */
const labelled = /^(Wants|Began with|Why you|Tried|Confidence|From): (.+)$/;

export const Brief = ({ text }: { text: string }) => (
	<aside class="brief scroll" aria-label="Brief" {...scrollable}>
		<b>Brief</b>
		{text.split("\n").map((line) => {
			const [, label, fact = line] = labelled.exec(line) ?? [];
			return (
				<p key={line}>
					{label !== undefined && <span class="label">{label}</span>} <span dir="auto">{fact}</span>
				</p>
			);
		})}
	</aside>
);
