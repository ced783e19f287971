/** The knowledge page: the list of articles or questions on the left, the editor on the right. */
import "./knowledge.css";
import { useSignal } from "@preact/signals";
import { useLocation, useRoute } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import type { ListKind } from "../../src/protocol/knowledge/articles.ts";
import { can } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Icon } from "../ui/icon.tsx";
import { isPhone } from "../ui/media.ts";
import { AnswererLine } from "./answerer.tsx";
import { ArticleEditor } from "./editor/article.tsx";
import { KnowledgeFrame } from "./frame.tsx";
import { Entries, useTitles } from "./list.tsx";
import { QuestionEditor } from "./editor/question.tsx";

type SwitchProps = { kind: ListKind; counts: Record<ListKind, number> | null; onKind: (kind: ListKind) => void };

/** The switch between articles and questions, with their counts. */
const Switch = ({ kind, counts, onKind }: SwitchProps) => (
	<div class="switch" role="group" aria-label="What to list">
		{(["articles", "questions"] as const).map((one) => (
			<button key={one} type="button" aria-pressed={kind === one} onClick={() => onKind(one)}>
				{one === "articles" ? "Articles" : "Questions"} <span class="num">{counts?.[one].toLocaleString()}</span>
			</button>
		))}
	</div>
);

export function KnowledgePage() {
	useTitle("Knowledge");
	const { params } = useRoute();
	const kind = params["kind"];
	const id = params["id"];
	const { query } = useLocation();
	const source = query["source"] ?? "";
	const typed = useSignal("");
	const editing = (kind === "articles" || kind === "questions") && id !== undefined;
	const listed = useSignal<ListKind>(kind === "questions" ? "questions" : "articles");
	const titles = useTitles(listed.value, source, typed.value);
	const changed = () => void titles.reload();
	// The latest counts stay while the other list is loading.
	const counts = useRef<Record<ListKind, number> | null>(null);
	counts.current = titles.page.value?.counts ?? counts.current;
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
							counts={counts.current}
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
								placeholder="Search titles"
								aria-label="Search titles"
								value={typed.value}
								onInput={(event) => {
									typed.value = event.currentTarget.value;
								}}
							/>
						</div>
						{source !== "" && (
							<p class="k-source">
								<span class="quiet">Of one source only.</span>
								<a class="link" href="/knowledge">
									Show all
								</a>
							</p>
						)}
						<Entries
							kind={listed.value}
							titles={titles}
							open={kind === listed.value ? id : undefined}
							source={source}
							filtered={typed.value.trim() !== "" || source !== ""}
						/>
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
