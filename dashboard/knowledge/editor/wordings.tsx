/**
 * The questions by which each section of an article is found, below its editor: a model's, which a teammate may change, or a
 * teammate's own. They help the search and are shown to the team only.
 */
import "./wordings.css";
import { useSignal } from "@preact/signals";
import {
	type ArticleWordings,
	MAX_WORDINGS_OF_SECTION,
	type SectionWordings,
} from "../../../src/protocol/knowledge/wordings.ts";
import { askWordings, setWordings, wordings } from "../../api.ts";
import { useQuery } from "../../fetch/query.ts";
import { can } from "../../shell/session.ts";
import { tell, warn } from "../../ui/toast.tsx";

type Props = { article: string; title: string; /** Grows with every save of the article. */ version: number };

export function Wordings({ article, title, version }: Props) {
	const open = useSignal(false);
	const { data, error, reload } = useQuery(open.value ? article : null, (signal) => wordings(article, signal), {
		on: [version],
	});
	const found = data.value;
	const large = found?.largeSource ?? null;
	const ask = async (source: string) => {
		const answer = await askWordings(source);
		if (!answer.ok) return warn(answer.failure.message);
		tell("They are written in the background, up to 500 a day.");
		reload();
	};
	return (
		<details
			class="wordings"
			onToggle={(event) => {
				open.value = event.currentTarget.open;
			}}
		>
			<summary>Questions that find this article</summary>
			<p class="quiet">
				They are searched along with the text, so that a question in other words finds its section. Visitors never see
				them.
			</p>
			{error.value !== null && <p class="bad">{error.value.message}</p>}
			{large !== null && can("configure") && (
				<p>
					This source has more than 2,000 sections. No questions are written for it unless you ask.{" "}
					<button type="button" class="btn" onClick={() => void ask(large)}>
						Write questions for this source
					</button>
				</p>
			)}
			{found?.waiting && large === null && (
				<p class="quiet">Where a section has none yet, the model writes some in the background.</p>
			)}
			{found?.sections.map((section) => (
				<SectionQuestions
					key={`${section.section} ${section.questions.join()}`}
					section={section}
					name={section.heading === "" ? title : section.heading}
					onSave={async (questions) => {
						const answer = await setWordings(article, { section: section.section, questions });
						if (!answer.ok) return warn(answer.failure.message);
						data.value = answer.value satisfies ArticleWordings;
						tell("Saved");
					}}
				/>
			))}
		</details>
	);
}

type SectionProps = { section: SectionWordings; name: string; onSave: (questions: string[]) => Promise<void> };

function SectionQuestions({ section, name, onSave }: SectionProps) {
	const before = section.questions.join("\n");
	const text = useSignal(before);
	const readonly = !can("configure");
	const lines = text.value
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "");
	return (
		<div class="section">
			<label>
				<span dir="auto">{name}</span>
				<textarea
					class="input"
					dir="auto"
					rows={Math.max(2, Math.min(MAX_WORDINGS_OF_SECTION, section.questions.length + 1))}
					placeholder={readonly ? "None" : "One question a line"}
					readOnly={readonly}
					value={text.value}
					onInput={(event) => {
						text.value = event.currentTarget.value;
					}}
				/>
			</label>
			<div class="under">
				<small class="quiet">
					{section.edited ? "Written by your team" : before === "" ? "" : "Written by the model"}
				</small>
				{text.value !== before && (
					<button type="button" class="btn" onClick={() => void onSave(lines)}>
						Save these
					</button>
				)}
			</div>
		</div>
	);
}
