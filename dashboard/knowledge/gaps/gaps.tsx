/**
 * The page of gaps (questions that the AI couldn't answer) and suggestions (teammates' answers to such questions). A gap
 * becomes a question or an article in two clicks: one opens the editor with the visitors' wordings, one saves.
 */
import styles from "./gaps.module.css";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { GapList, Suggestion } from "../../../src/protocol/knowledge/gaps.ts";
import { useTitle } from "../../shell/title.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { Loading } from "../../ui/loading.tsx";
import { scrollable } from "../../ui/scrollable.ts";
import { KnowledgeFrame } from "../frame.tsx";
import { GapLine } from "./gap-line.tsx";
import { SuggestionLine } from "./suggestion-line.tsx";
import { type GapKind, useGaps } from "./use-gaps.ts";

const Empty = ({ icon, title, children }: { icon: IconName; title: string; children: ComponentChildren }) => (
	<div class="empty">
		<Icon name={icon} />
		<b>{title}</b>
		<p>{children}</p>
	</div>
);

type GapsProps = { list: GapList; onDismiss: (id: number) => void };

function Gaps({ list, onDismiss }: GapsProps) {
	if (list.gaps.length === 0)
		return (
			<Empty icon="check" title="No gaps">
				Questions that the AI can't answer gather here, grouped by what they ask.
			</Empty>
		);
	return (
		<>
			<p class="quiet">Alike questions stand together, the most frequent first. Personal data is masked.</p>
			<ul aria-label="Questions that weren't answered">
				{list.gaps.map((gap) => (
					<GapLine key={gap.id} gap={gap} onDismiss={() => onDismiss(gap.id)} />
				))}
			</ul>
			{list.more > 0 && <p class="quiet">And {list.more.toLocaleString()} more that were asked less often.</p>}
		</>
	);
}

type SuggestionsProps = { suggestions: readonly Suggestion[]; onDismiss: (id: number) => void };

function Suggestions({ suggestions, onDismiss }: SuggestionsProps) {
	if (suggestions.length === 0)
		return (
			<Empty icon="people" title="No suggestions">
				When a teammate's answer solves a conversation, it is suggested here as a question and its answer.
			</Empty>
		);
	return (
		<>
			<p class="quiet">
				From closed conversations that a person answered. The AI answers from one once somebody has looked it over and
				saved it.
			</p>
			<ul aria-label="Suggested questions and answers">
				{suggestions.map((suggestion) => (
					<SuggestionLine key={suggestion.id} suggestion={suggestion} onDismiss={() => onDismiss(suggestion.id)} />
				))}
			</ul>
		</>
	);
}

export function GapsPage() {
	useTitle("Gaps");
	const shown = useSignal<GapKind>("gaps");
	const { list, suggestions, failureOf, reload, dismiss } = useGaps();
	const kind = shown.value;
	const choice = (one: GapKind, name: string, count: number | undefined) => (
		<button type="button" aria-pressed={kind === one} onClick={() => (shown.value = one)}>
			{name} <span class="num">{count ?? ""}</span>
		</button>
	);
	const loading = <Loading failure={failureOf(kind)} onRetry={() => void reload(kind)} />;
	return (
		<KnowledgeFrame>
			<div class={`${styles["page"]} scroll`} {...scrollable}>
				<div class={styles["in"]}>
					<div class="switch" role="group" aria-label="What to show">
						{choice("gaps", "Not answered", list?.gaps.length)}
						{choice("suggestions", "Answered by a person", list?.suggestions)}
					</div>
					{kind === "gaps" ? (
						list === null ? (
							loading
						) : (
							<Gaps list={list} onDismiss={(id) => void dismiss("gaps", id)} />
						)
					) : suggestions === null ? (
						loading
					) : (
						<Suggestions suggestions={suggestions} onDismiss={(id) => void dismiss("suggestions", id)} />
					)}
				</div>
			</div>
		</KnowledgeFrame>
	);
}
