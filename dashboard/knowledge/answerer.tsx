/** The line that names the answerer in use and, if it isn't the first choice, says why. */
import "./answerer.css";
import { me } from "../shell/session.ts";
import { Icon } from "../ui/icon.tsx";

const names: Record<string, string> = {
	"workers-ai": "Workers AI writes the answers",
	"openai-compatible": "Your own model writes the answers",
	embedded: "Answers are quoted from the knowledge base",
};

export function AnswererLine() {
	const answerer = me.value?.answerer;
	if (answerer === undefined) return null;
	return (
		<p class="answerer">
			<Icon name="bolt" small />
			<span>
				<b>{names[answerer.inUse] ?? "A language model writes the answers"}.</b> {answerer.because}
			</span>
		</p>
	);
}
