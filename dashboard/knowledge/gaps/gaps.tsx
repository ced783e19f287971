/**
 * The page of gaps (questions that the AI couldn't answer) and suggestions (teammates' answers to such questions). A gap
 * becomes a question or an article in two clicks: one opens the editor with the visitors' wordings, one saves. The AI uses a
 * suggestion only after a teammate saves it.
 */
import "./gaps.css";
import { useSignal } from "@preact/signals";
import type { Gap, Suggestion } from "../../../src/protocol/knowledge/gaps.ts";
import { reasonWords } from "../../thread/labels.ts";
import { can } from "../../shell/session.ts";
import { useTitle } from "../../shell/title.ts";
import { KnowledgeFrame } from "../frame.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Loading } from "../../ui/loading.tsx";
import { useQuery } from "../../fetch/query.ts";
import { scrollable } from "../../ui/scrollable.ts";
import { ago, fullTime } from "../../ui/time.ts";
import { tell, warn } from "../../ui/toast.tsx";
import { gaps, changeState, suggestions } from "../api.ts";

const BACK = encodeURIComponent("/knowledge/gaps");

const since = (at: number): string => (ago(at) === "now" ? "just now" : `${ago(at)} ago`);

const times = (count: number): string => (count === 1 ? "once" : `${count.toLocaleString()} times`);

const conversationAt = (id: string): string => `/conversations/${encodeURIComponent(id)}?status=all`;

const Dismiss = ({ question, onDismiss }: { question: string; onDismiss: () => void }) => (
	<button type="button" class="btn q" aria-label={`Dismiss “${question}”`} title="Dismiss" onClick={onDismiss}>
		<Icon name="cross" />
	</button>
);

type GapProps = { gap: Gap; onDismiss: () => void };

function GapLine({ gap, onDismiss }: GapProps) {
	const { id, question, count, lastAt, reason, wordings, conversations } = gap;
	const write = (kind: "questions" | "articles") => `/knowledge/${kind}/new?gap=${id}&back=${BACK}`;
	return (
		<li class="gap">
			<div class="count" title={`Asked ${times(count)}`}>
				<b>{count.toLocaleString()}</b>
				<span class="said"> asked {times(count)}</span>
			</div>
			<div class="about">
				<h2 dir="auto">{question}</h2>
				<p class="quiet">
					{reasonWords[reason]} · <span title={fullTime(lastAt)}>asked {since(lastAt)}</span>
				</p>
				{wordings.length > 0 && (
					<ul class="wordings-of" aria-label="Other wordings">
						{wordings.map((wording) => (
							<li key={wording} dir="auto">
								{wording}
							</li>
						))}
					</ul>
				)}
				<p class="where">
					{conversations.length > 1 && <span class="quiet">Conversations</span>}
					{conversations.map(({ id: conversation, seq, at }, index) => (
						<a key={`${conversation} ${seq}`} class="link" href={conversationAt(conversation)} title={fullTime(at)}>
							{conversations.length === 1 ? (
								"Conversation"
							) : (
								<>
									<span class="said">Conversation </span>
									{index + 1}
								</>
							)}
						</a>
					))}
				</p>
			</div>
			{can("configure") && (
				<div class="do">
					<a class="btn" href={write("questions")}>
						Answer it
					</a>
					<a class="btn q" href={write("articles")}>
						Write an article
					</a>
					<Dismiss question={question} onDismiss={onDismiss} />
				</div>
			)}
		</li>
	);
}

type SuggestionProps = { suggestion: Suggestion; onDismiss: () => void };

const SuggestionLine = ({ suggestion, onDismiss }: SuggestionProps) => {
	const { id, question, answer, at, conversation } = suggestion;
	return (
		<li class="gap">
			<div class="about">
				<h2 dir="auto">{question}</h2>
				<p class="answer-of" dir="auto">
					{answer}
				</p>
				<p class="quiet">
					<a class="link" href={conversationAt(conversation)}>
						From a conversation
					</a>{" "}
					· <span title={fullTime(at)}>closed {since(at)}</span>
				</p>
			</div>
			{can("configure") && (
				<div class="do">
					<a class="btn" href={`/knowledge/questions/new?suggestion=${id}&back=${BACK}`}>
						Look over and save
					</a>
					<Dismiss question={question} onDismiss={onDismiss} />
				</div>
			)}
		</li>
	);
};

export function GapsPage() {
	useTitle("Gaps");
	const shown = useSignal<"gaps" | "suggestions">("gaps");
	const open = useQuery("gaps", gaps);
	const waiting = useQuery("suggestions", suggestions);
	const list = open.data.value;
	const suggested = waiting.data.value?.suggestions ?? [];

	const dismiss = async (what: "gaps" | "suggestions", id: number) => {
		const reload = what === "gaps" ? open.reload : waiting.reload;
		const answer = await changeState(what, id, "dismiss");
		if (!answer.ok) return warn(answer.failure.message);
		await reload();
		tell(what === "gaps" ? "Gap dismissed" : "Suggestion dismissed", {
			name: "Undo",
			run: async () => {
				const back = await changeState(what, id, "reopen");
				if (!back.ok) return warn(back.failure.message);
				await reload();
			},
		});
	};

	const failed = shown.value === "gaps" ? open.error.value : waiting.error.value;
	const loaded = shown.value === "gaps" ? list !== null : waiting.data.value !== null;
	return (
		<KnowledgeFrame>
			<div class="gaps scroll" {...scrollable}>
				<div class="gaps-in">
					<div class="switch" role="group" aria-label="What to show">
						<button type="button" aria-pressed={shown.value === "gaps"} onClick={() => (shown.value = "gaps")}>
							Not answered <span class="num">{list?.gaps.length ?? ""}</span>
						</button>
						<button
							type="button"
							aria-pressed={shown.value === "suggestions"}
							onClick={() => (shown.value = "suggestions")}
						>
							Answered by a person <span class="num">{list?.suggestions ?? ""}</span>
						</button>
					</div>
					{!loaded ? (
						<Loading
							failure={failed}
							onRetry={() => void (shown.value === "gaps" ? open.reload() : waiting.reload())}
						/>
					) : shown.value === "gaps" ? (
						list !== null && list.gaps.length > 0 ? (
							<>
								<p class="quiet">Alike questions stand together, the most frequent first. Personal data is masked.</p>
								<ul aria-label="Questions that weren't answered">
									{list.gaps.map((gap) => (
										<GapLine key={gap.id} gap={gap} onDismiss={() => void dismiss("gaps", gap.id)} />
									))}
								</ul>
								{list.more > 0 && (
									<p class="quiet">And {list.more.toLocaleString()} more that were asked less often.</p>
								)}
							</>
						) : (
							<div class="empty">
								<Icon name="check" />
								<b>No gaps</b>
								<p>Questions that the AI can't answer gather here, grouped by what they ask.</p>
							</div>
						)
					) : suggested.length > 0 ? (
						<>
							<p class="quiet">
								From closed conversations that a person answered. The AI answers from one once somebody has looked it
								over and saved it.
							</p>
							<ul aria-label="Suggested questions and answers">
								{suggested.map((one) => (
									<SuggestionLine key={one.id} suggestion={one} onDismiss={() => void dismiss("suggestions", one.id)} />
								))}
							</ul>
						</>
					) : (
						<div class="empty">
							<Icon name="people" />
							<b>No suggestions</b>
							<p>When a teammate's answer solves a conversation, it is suggested here as a question and its answer.</p>
						</div>
					)}
				</div>
			</div>
		</KnowledgeFrame>
	);
}
