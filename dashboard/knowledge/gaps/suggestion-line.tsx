/** A teammate's answer from a closed conversation, which the AI uses once somebody has looked it over and saved it. */
import styles from "./gaps.module.css";
import type { Suggestion } from "../../../src/protocol/knowledge/gaps.ts";
import { can } from "../../shell/session.ts";
import { fullTime } from "../../ui/time.ts";
import { BACK, conversationAt, Dismiss, since } from "./dismiss.tsx";

type SuggestionProps = { suggestion: Suggestion; onDismiss: () => void };

export const SuggestionLine = ({ suggestion, onDismiss }: SuggestionProps) => {
	const { id, question, answer, at, conversation } = suggestion;
	return (
		<li class={styles["line"]}>
			<div class={styles["about"]}>
				<h2 dir="auto">{question}</h2>
				<p class={styles["answer"]} dir="auto">
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
				<div class={styles["actions"]}>
					<a class="btn" href={`/knowledge/questions/new?suggestion=${id}&back=${BACK}`}>
						Look over and save
					</a>
					<Dismiss question={question} onDismiss={onDismiss} />
				</div>
			)}
		</li>
	);
};
