/** What a source's latest reading left out, under its row. */
import type { Source } from "../../src/protocol/knowledge/source.ts";
import { omissionWords } from "./omission-words.ts";

export const Omissions = ({ source }: { source: Source }) =>
	source.omitted.length === 0 ? null : (
		<details class="failures omissions">
			<summary>What was left out</summary>
			<OmissionList omitted={source.omitted} />
			{source.articles > 0 && (source.kind === "crawled" || source.fileBytes !== null) && (
				<p class="quiet small">
					Open an article and choose Compare to see it beside its {source.kind === "crawled" ? "page" : "file"}.
				</p>
			)}
		</details>
	);

export const OmissionList = ({ omitted }: Pick<Source, "omitted">) => (
	<ul>
		{omitted.map((omission) => (
			<li key={`${omission.kind} ${omission.detail ?? ""}`} dir="auto">
				{omissionWords(omission)}
			</li>
		))}
	</ul>
);
