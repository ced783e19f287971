/** What a source's latest reading left out, under its row. */
import type { Omission } from "../../src/protocol/knowledge/omissions.ts";
import { omissionWords } from "./omission-words.ts";

export const Omissions = ({ omitted }: { omitted: readonly Omission[] }) =>
	omitted.length === 0 ? null : (
		<details class="failures omissions">
			<summary>What was left out</summary>
			<ul>
				{omitted.map((omission) => (
					<li key={`${omission.kind} ${omission.detail ?? ""}`} dir="auto">
						{omissionWords(omission)}
					</li>
				))}
			</ul>
		</details>
	);
