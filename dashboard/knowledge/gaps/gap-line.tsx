/** A question that the AI couldn't answer: how often it was asked, in which words, and the two ways to answer it. */
import styles from "./gaps.module.css";
import type { Gap } from "../../../src/protocol/knowledge/gaps.ts";
import { can } from "../../shell/session.ts";
import { reasonWords } from "../../thread/labels.ts";
import { fullTime } from "../../ui/time.ts";
import { BACK, conversationAt, Dismiss, since } from "./dismiss.tsx";

const times = (count: number): string => (count === 1 ? "once" : `${count.toLocaleString()} times`);

type GapProps = { gap: Gap; onDismiss: () => void };

export function GapLine({ gap, onDismiss }: GapProps) {
	const { id, question, count, lastAt, reason, wordings, conversations } = gap;
	const write = (kind: "questions" | "articles") => `/knowledge/${kind}/new?gap=${id}&back=${BACK}`;
	return (
		<li class={styles["line"]}>
			<div class={styles["count"]} title={`Asked ${times(count)}`}>
				<b>{count.toLocaleString()}</b>
				<span class="said"> asked {times(count)}</span>
			</div>
			<div class={styles["about"]}>
				<h2 dir="auto">{question}</h2>
				<p class="quiet">
					{reasonWords[reason]} · <span title={fullTime(lastAt)}>asked {since(lastAt)}</span>
				</p>
				{wordings.length > 0 && (
					<ul class={styles["wordings"]} aria-label="Other wordings">
						{wordings.map((wording) => (
							<li key={wording} dir="auto">
								{wording}
							</li>
						))}
					</ul>
				)}
				<p class={styles["places"]}>
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
				<div class={styles["actions"]}>
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
