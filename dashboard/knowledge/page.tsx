/** What the AI answers from: articles and questions on the left, the one being read or edited on the right. */
import { useSignal } from "@preact/signals";
import { useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import { knowledge } from "../api.ts";
import { can } from "../frame/session.ts";
import { useTitle } from "../frame/title.ts";
import { Icon } from "../look/icon.tsx";
import { Loading } from "../look/loading.tsx";
import { isPhone } from "../look/media.ts";
import { useLoaded } from "../look/query.ts";
import { ago, fullTime } from "../look/time.ts";
import { AnswererLine } from "./answerer.tsx";
import { ArticleEditor } from "./article.tsx";
import { KnowledgeFrame } from "./frame.tsx";
import { QuestionEditor } from "./question.tsx";

type Entry = { id: string; title: string; more: string; updatedAt: number };

type Kind = "articles" | "questions";

type ListProps = { kind: Kind; entries: Entry[]; open: string | undefined; filtered: boolean };

const Entries = ({ kind, entries, open, filtered }: ListProps) => (
	<>
		{entries.length === 0 && <p class="none">{filtered ? "None fits." : `No ${kind} yet.`}</p>}
		<ul aria-label={kind === "articles" ? "Articles" : "Questions"}>
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
	</>
);

type SwitchProps = { kind: Kind; counts: Record<Kind, number>; onKind: (kind: Kind) => void };

/** Which of the two lists shows, and how many of each there are. */
const Switch = ({ kind, counts, onKind }: SwitchProps) => (
	<div class="switch" role="group" aria-label="What to list">
		{(["articles", "questions"] as const).map((one) => (
			<button key={one} type="button" aria-pressed={kind === one} onClick={() => onKind(one)}>
				{one === "articles" ? "Articles" : "Questions"} <span class="num">{counts[one]}</span>
			</button>
		))}
	</div>
);

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
	const listed = useSignal<Kind>(kind === "questions" ? "questions" : "articles");
	useEffect(() => {
		if (kind === "articles" || kind === "questions") listed.value = kind;
	}, [kind]);
	const one = listed.value === "articles" ? "article" : "question";

	return (
		<KnowledgeFrame
			bare={isPhone.value && editing}
			action={
				can("configure") && (
					<a class="btn" href={`/knowledge/${listed.value}/new`} aria-label={`New ${one}`}>
						<Icon name="plus" small />
						New
					</a>
				)
			}
		>
			<div class="knowledge">
				{!(isPhone.value && editing) && (
					<nav class="k-list" aria-label="Articles and questions">
						<Switch
							kind={listed.value}
							counts={{ articles: articles.length, questions: questions.length }}
							onKind={(next) => {
								listed.value = next;
							}}
						/>
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
								<Entries
									kind={listed.value}
									entries={listed.value === "articles" ? articles : questions}
									open={kind === listed.value ? id : undefined}
									filtered={wanted !== ""}
								/>
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
									Articles are for whole subjects, questions for one answer in several wordings. A change counts from
									the next answer on.
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
			</div>
		</KnowledgeFrame>
	);
}
