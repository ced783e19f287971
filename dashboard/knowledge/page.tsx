/** What the AI answers from: articles and questions on the left, the one being read or edited on the right. */
import "./knowledge.css";
import { useSignal } from "@preact/signals";
import { useRoute } from "preact-iso";
import { knowledge } from "../api.ts";
import { can, me } from "../frame/session.ts";
import { useTitle } from "../frame/title.ts";
import { Icon } from "../look/icon.tsx";
import { Loading } from "../look/loading.tsx";
import { isPhone } from "../look/media.ts";
import { useLoaded } from "../look/query.ts";
import { ago, fullTime } from "../look/time.ts";
import { ArticleEditor } from "./article.tsx";
import { QuestionEditor } from "./question.tsx";

export const answererNames = {
	"workers-ai": "Workers AI writes the answers",
	"openai-compatible": "Your own model writes the answers",
	embedded: "Answers are quoted from the knowledge base",
};

/** Which answerer is in use, and why, where it isn't the first choice. */
export function AnswererLine() {
	const answerer = me.value?.answerer;
	if (answerer === undefined) return null;
	return (
		<p class={answerer.because === null ? "answerer" : "answerer reason"}>
			<Icon name="bolt" small />
			<span>
				<b>{answererNames[answerer.inUse]}.</b> {answerer.because}
			</span>
		</p>
	);
}

type Entry = { id: string; title: string; more: string; updatedAt: number };

function Group({
	kind,
	name,
	entries,
	open,
	filtered,
}: {
	kind: "articles" | "questions";
	name: string;
	entries: Entry[];
	open: string | undefined;
	filtered: boolean;
}) {
	const one = kind === "articles" ? "article" : "question";
	return (
		<section aria-labelledby={`k-${kind}`}>
			<div class="group-head">
				<h2 id={`k-${kind}`}>
					{name} <span class="num">{entries.length}</span>
				</h2>
				{can("configure") && (
					<a class="btn q" href={`/knowledge/${kind}/new`} aria-label={`New ${one}`} title={`New ${one}`}>
						<Icon name="plus" small />
					</a>
				)}
			</div>
			{entries.length === 0 && <p class="none">{filtered ? "None fits." : `No ${kind} yet.`}</p>}
			<ul>
				{entries.map((entry) => (
					<li key={entry.id}>
						<a
							href={`/knowledge/${kind}/${encodeURIComponent(entry.id)}`}
							aria-current={entry.id === open ? "page" : undefined}
						>
							<span class="clip" dir="auto">
								{entry.title}
							</span>
							<span class="num" title={fullTime(entry.updatedAt)}>
								{ago(entry.updatedAt)}
							</span>
							{entry.more !== "" && (
								<span class="clip quiet more" dir="auto">
									{entry.more}
								</span>
							)}
						</a>
					</li>
				))}
			</ul>
		</section>
	);
}

export function KnowledgePage() {
	useTitle("Knowledge");
	const { params } = useRoute();
	const kind = params["kind"];
	const id = params["id"];
	const { value, failure, reload } = useLoaded("knowledge", knowledge);
	const typed = useSignal("");
	const list = value.value;
	const wanted = typed.value.trim().toLocaleLowerCase();
	const fits = (entry: Entry) => wanted === "" || `${entry.title} ${entry.more}`.toLocaleLowerCase().includes(wanted);
	const articles = (list?.articles ?? []).map(({ excerpt, ...one }) => ({ ...one, more: excerpt })).filter(fits);
	const questions = (list?.questions ?? [])
		.map(({ wordings, ...one }) => ({ ...one, more: wordings > 1 ? `${wordings} wordings` : "" }))
		.filter(fits);
	const editing = (kind === "articles" || kind === "questions") && id !== undefined;
	const changed = () => void reload();

	return (
		<main class={editing ? "page knowledge editing" : "page knowledge"}>
			{!(isPhone.value && editing) && (
				<nav class="k-list" aria-label="Articles and questions">
					<div class="bar">
						<h1>Knowledge</h1>
					</div>
					<div class="k-filter search">
						<Icon name="search" small />
						<input
							class="input"
							type="search"
							dir="auto"
							placeholder="Filter by title"
							aria-label="Filter by title"
							value={typed.value}
							onInput={(event) => {
								typed.value = event.currentTarget.value;
							}}
						/>
					</div>
					<div class="k-groups scroll">
						{list === null ? (
							<Loading failure={failure.value} onRetry={changed} />
						) : (
							<>
								<Group
									kind="articles"
									name="Articles"
									entries={articles}
									open={kind === "articles" ? id : undefined}
									filtered={wanted !== ""}
								/>
								<Group
									kind="questions"
									name="Questions"
									entries={questions}
									open={kind === "questions" ? id : undefined}
									filtered={wanted !== ""}
								/>
							</>
						)}
					</div>
					{isPhone.value && <AnswererLine />}
				</nav>
			)}
			{editing ? (
				kind === "articles" ? (
					<ArticleEditor key={id} id={id === "new" ? null : id} onChanged={changed} />
				) : (
					<QuestionEditor key={id} id={id === "new" ? null : id} onChanged={changed} />
				)
			) : (
				!isPhone.value && (
					<section class="k-start" aria-label="About">
						<AnswererLine />
						<div class="empty">
							<Icon name="book" />
							<b>The AI answers only from what stands here</b>
							<p>
								Articles are for whole subjects, questions for one answer in several wordings. A change counts from the
								next answer on.
							</p>
							{can("configure") ? (
								<div class="pair">
									<a class="btn p" href="/knowledge/articles/new">
										New article
									</a>
									<a class="btn" href="/knowledge/questions/new">
										New question
									</a>
								</div>
							) : (
								<p class="quiet">Owners and admins can change it.</p>
							)}
						</div>
					</section>
				)
			)}
		</main>
	);
}
