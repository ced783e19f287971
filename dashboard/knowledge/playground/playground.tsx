/**
 * The playground: a conversation with the AI as a visitor, with the trace of an answer beside it. It uses the workspace's
 * own settings and answerers, and stores nothing.
 */
import "../../thread/log/log.css";
import "./playground.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PlaygroundAnswer, PlaygroundRequest } from "../../../src/protocol/conversation/trace.ts";
import { reasonWords } from "../../thread/labels.ts";
import { can, me } from "../../shell/session.ts";
import { useTitle } from "../../shell/title.ts";
import { KnowledgeFrame } from "../frame.tsx";
import { Icon } from "../../ui/icon.tsx";
import { scrollable } from "../../ui/scrollable.ts";
import { Markdown } from "../../thread/log/markdown.tsx";
import { sourceAddress } from "../../thread/log/message.tsx";
import { playground } from "../api.ts";
import { TraceView } from "../../thread/trace/trace-view.tsx";

type Turn = { id: number; question: string; answer: PlaygroundAnswer | null; failure: string | null };

/** The number of earlier messages that are sent with a question, as in a conversation. */
const THREAD = 12;

const threadOf = (turns: Turn[]): PlaygroundRequest["thread"] =>
	turns
		.flatMap(({ question, answer }): PlaygroundRequest["thread"] => [
			{ author: "visitor", text: question },
			...(answer === null || answer.text === ""
				? []
				: [{ author: "ai" as const, text: answer.text, offer: answer.action === "offer" }]),
		])
		.slice(-THREAD);

function Said({ turn, chosen, onChoose }: { turn: Turn; chosen: boolean; onChoose: () => void }) {
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
						<button type="button" class="link" aria-pressed={chosen} onClick={onChoose}>
							Why this answer
						</button>
					</small>
				</div>
			)}
		</>
	);
}

export function PlaygroundPage() {
	useTitle("Playground");
	const turns = useSignal<Turn[]>([]);
	const chosen = useSignal<number | null>(null);
	const typed = useSignal("");
	const input = useRef<HTMLTextAreaElement>(null);
	const log = useRef<HTMLDivElement>(null);
	const ids = useRef(0);
	const running = useRef<AbortController | null>(null);
	useEffect(() => () => running.current?.abort(), []);
	useEffect(() => {
		log.current?.scrollTo({ top: log.current.scrollHeight });
	}, [turns.value]);

	const busy = turns.value.at(-1)?.answer === null && turns.value.at(-1)?.failure === null;
	const ask = async (event?: Event) => {
		event?.preventDefault();
		const question = typed.value.trim();
		if (question === "" || busy) return;
		const before = turns.value.filter(({ failure }) => failure === null);
		const thread = threadOf(before);
		const turn = { id: ids.current++, question };
		const controller = new AbortController();
		running.current = controller;
		typed.value = "";
		turns.value = [...before, { ...turn, answer: null, failure: null }];
		const answer = await playground({ question, thread }, controller.signal);
		if (controller.signal.aborted) return;
		// If the request failed, the question returns to the box, before any text typed meanwhile.
		if (!answer.ok) typed.value = [question, typed.value].filter((text) => text !== "").join("\n");
		turns.value = [
			...before,
			answer.ok
				? { ...turn, answer: answer.value, failure: null }
				: { ...turn, answer: null, failure: answer.failure.message },
		];
		if (answer.ok) chosen.value = before.length;
	};
	const startOver = () => {
		running.current?.abort();
		turns.value = [];
		chosen.value = null;
		input.current?.focus();
	};

	const shown = chosen.value === null ? null : (turns.value[chosen.value]?.answer ?? null);
	return (
		<KnowledgeFrame>
			<div class="playground">
				<section class="try" aria-label="Ask as a visitor">
					<div class="msgs scroll" ref={log}>
						{turns.value.length === 0 ? (
							<div class="empty">
								<Icon name="chat" />
								<b>Ask as a visitor would</b>
								<p>
									The AI answers with {me.value?.workspace.name ?? "your workspace"}'s settings and knowledge. Ask on
									for a follow-up. Nothing of this is kept.
								</p>
							</div>
						) : (
							<div class="msgs-in" role="log" aria-label="Messages">
								{turns.value.map((turn, index) => (
									<Said
										key={turn.id}
										turn={turn}
										chosen={index === chosen.value}
										onChoose={() => (chosen.value = index)}
									/>
								))}
							</div>
						)}
					</div>
					<form class="ask" onSubmit={(event) => void ask(event)}>
						<textarea
							ref={input}
							class="input"
							rows={2}
							dir="auto"
							maxLength={4_000}
							aria-label="Question"
							placeholder={can("converse") ? "How long does delivery take?" : "Viewers can't ask."}
							disabled={!can("converse")}
							value={typed.value}
							onInput={(event) => {
								typed.value = event.currentTarget.value;
							}}
							onKeyDown={(event) => {
								if (event.key === "Enter" && !event.shiftKey && !event.isComposing) void ask(event);
							}}
						/>
						<div class="pair">
							{turns.value.length > 0 && (
								<button type="button" class="btn q" onClick={startOver}>
									Start over
								</button>
							)}
							<button type="submit" class="btn p" disabled={busy || typed.value.trim() === ""}>
								Ask
							</button>
						</div>
					</form>
				</section>
				{shown !== null && (
					<section class="how scroll" aria-labelledby="how-title" {...scrollable}>
						<h2 class="said" id="how-title">
							How the answer came about
						</h2>
						<TraceView trace={shown.trace} />
					</section>
				)}
			</div>
		</KnowledgeFrame>
	);
}
