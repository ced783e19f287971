/** The question before a reply is sent: what others have written since it was begun. Loaded with the first one. */
import "./bar.css";
import { messageWords } from "../../../../src/protocol/conversation/file.ts";
import { plainText } from "../../../../src/protocol/markdown.ts";
import type { Question } from "./use-meanwhile.ts";
import { byWords, meanwhileWords } from "./words.ts";

/** The latest ones; the thread has them all. */
const MOST = 3;

type Props = { question: Question; visitor: string; onSend: () => void; onClose: () => void };

export function MeanwhileBar({ question: { written, thenClose }, visitor, onSend, onClose }: Props) {
	return (
		<section class="meanwhile" aria-label="Written meanwhile">
			<ul>
				{written.slice(-MOST).map((entry) => (
					<li key={entry.seq} class="clip" dir="auto">
						<b>{byWords(entry, visitor)}</b>{" "}
						{entry.author.kind === "visitor" ? messageWords(entry) : plainText(messageWords(entry))}
					</li>
				))}
			</ul>
			<div class="ask">
				<p role="alert">{meanwhileWords(written, visitor)} Send anyway?</p>
				<button type="button" class="btn" onClick={onClose}>
					Keep editing
				</button>
				<button type="button" class="btn p" onClick={onSend}>
					{thenClose ? "Send and close" : "Send"}
				</button>
			</div>
		</section>
	);
}
