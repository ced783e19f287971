/** What a source's latest reading left out, under its row. */
import type { Source } from "../../src/protocol/knowledge/source.ts";
import { omissionWords } from "./omission-words.ts";

export const Omissions = ({ source }: { source: Source }) =>
	source.omitted.length === 0 ? null : (
		<details class="failures omissions">
			<summary>What was left out</summary>
			<ul>
				{source.omitted.map((omission) => (
					<li key={`${omission.kind} ${omission.detail ?? ""}`} dir="auto">
						{omissionWords(omission)}
					</li>
				))}
			</ul>
			{source.kind === "crawled" && source.articles > 0 && (
				<p class="quiet small">Open an article and choose Compare to see it beside its page.</p>
			)}
		</details>
	);
