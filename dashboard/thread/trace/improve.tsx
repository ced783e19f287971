/** Links from an answer to editors that improve it: the cited article's, or that of a new question. They return to the answer. */
import type { TracePassage } from "../../../src/protocol/conversation/trace.ts";
import { can } from "../../shell/session.ts";
import { Icon } from "../../ui/icon.tsx";

const back = () => encodeURIComponent(location.pathname + location.search);

export const EditSource = ({ passage: { articleId, kind } }: { passage: TracePassage }) => (
	<a class="link" href={`/knowledge/${kind}s/${encodeURIComponent(articleId)}?back=${back()}`}>
		{can("configure") ? "Edit" : "Open"} the {kind}
	</a>
);

/** The link to the editor of a new question, for members who may edit. `question` is the visitor's wording. */
export const AddQuestion = ({ question }: { question: string }) =>
	can("configure") ? (
		<a
			class="btn"
			href={`/knowledge/questions/new?wording=${encodeURIComponent(question.replace(/\s+/g, " ").slice(0, 500))}&back=${back()}`}
		>
			<Icon name="plus" small />
			Add a question with its answer
		</a>
	) : null;
