/**
 * The playground: a conversation with the AI as a visitor, with the trace of an answer beside it. It uses the workspace's
 * own settings and answerers, and stores nothing.
 */
import "../../thread/log/log.css";
import "./playground.css";
import { useEffect, useRef } from "preact/hooks";
import { can, me } from "../../shell/session.ts";
import { useTitle } from "../../shell/title.ts";
import { KnowledgeFrame } from "../frame.tsx";
import { Icon } from "../../ui/icon.tsx";
import { scrollable } from "../../ui/scrollable.ts";
import { TraceView } from "../../thread/trace/trace-view.tsx";
import { Said } from "./said.tsx";
import { usePlayground } from "./use-playground.ts";

export function PlaygroundPage() {
	useTitle("Playground");
	const { turns, chosen, typed, isBusy, choose, type, ask, startOver } = usePlayground();
	const input = useRef<HTMLTextAreaElement>(null);
	const log = useRef<HTMLDivElement>(null);
	useEffect(() => {
		log.current?.scrollTo({ top: log.current.scrollHeight });
	}, [turns]);
	const submit = (event: Event) => {
		event.preventDefault();
		void ask();
	};
	const restart = () => {
		startOver();
		input.current?.focus();
	};
	const shown = chosen === null ? null : (turns[chosen]?.answer ?? null);
	return (
		<KnowledgeFrame>
			<div class="playground">
				<section class="try" aria-label="Ask as a visitor">
					<div class="msgs scroll" ref={log}>
						{turns.length === 0 ? (
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
								{turns.map((turn, index) => (
									<Said key={turn.id} turn={turn} chosen={index === chosen} onChoose={() => choose(index)} />
								))}
							</div>
						)}
					</div>
					<form class="ask" onSubmit={submit}>
						<textarea
							ref={input}
							class="input"
							rows={2}
							dir="auto"
							maxLength={4_000}
							aria-label="Question"
							placeholder={can("converse") ? "How long does delivery take?" : "Viewers can't ask."}
							disabled={!can("converse")}
							value={typed}
							onInput={(event) => type(event.currentTarget.value)}
							onKeyDown={(event) => {
								if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
							}}
						/>
						<div class="pair">
							{turns.length > 0 && (
								<button type="button" class="btn q" onClick={restart}>
									Start over
								</button>
							)}
							<button type="submit" class="btn p" disabled={isBusy || typed.trim() === ""}>
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
