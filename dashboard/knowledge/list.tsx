/** The list of articles' or questions' titles, with a search that runs while typing and paging on scroll: there may be ten thousand. */
import "./list.css";
import { useEffect, useRef } from "preact/hooks";
import type { KnowledgePage, ListEntry, ListKind } from "../../src/protocol/knowledge/articles.ts";
import { knowledge, switchArticle, switchQuestion } from "../api.ts";
import { can } from "../shell/session.ts";
import { Loading } from "../ui/loading.tsx";
import { ago, fullTime } from "../ui/time.ts";
import { warn } from "../ui/toast.tsx";
import { type Pages, usePages } from "../fetch/pages.ts";
import { originName, since, times, Toggle } from "./facts.tsx";

const DEBOUNCE_MS = 180;
const NEAR_END_PX = 600;

export type Titles = Pages<ListEntry, Pick<KnowledgePage, "counts">>;

/** The documents of a kind; only those of one source if `source` isn't empty. */
export function useTitles(kind: ListKind, source: string, typed: string): Titles {
	const search = typed.trim();
	return usePages(
		`${kind}/${source}`,
		async (cursor, signal) => {
			const answer = await knowledge({ kind, search, source, cursor }, signal);
			if (!answer.ok) return answer;
			const { entries, ...page } = answer.value;
			return { ok: true, value: { ...page, items: entries } };
		},
		{ search, debounceMs: DEBOUNCE_MS, mayReload: (count) => count <= 100 },
	);
}

/** Capitalises facts that begin with a word of ours. A file's name or an address keeps its case. */
const capital = (facts: string): string =>
	/^(?:read|used) /.test(facts) ? facts.charAt(0).toUpperCase() + facts.slice(1) : facts;

type EntryProps = { kind: ListKind; entry: ListEntry; open: boolean; query: string; onSwitch: (on: boolean) => void };

const Entry = ({ kind, entry, open, query, onSwitch }: EntryProps) => {
	const { id, title, excerpt, wordings, pinned, origin, readAt, enabled, used, updatedAt } = entry;
	const facts = [
		pinned && "Pinned",
		originName(entry),
		readAt !== null && `read ${since(readAt)}`,
		used > 0 && `used ${times(used)}`,
	].filter((fact) => fact !== false && fact !== "");
	const more = excerpt !== "" ? excerpt : wordings > 1 ? `${wordings} wordings` : "";
	return (
		<li class={enabled ? undefined : "off"} data-kind={origin.kind}>
			<a href={`/knowledge/${kind}/${encodeURIComponent(id)}${query}`} aria-current={open ? "page" : undefined}>
				<span class="clip" dir="auto">
					{title}
				</span>
				<span class="num" title={fullTime(updatedAt)}>
					{ago(updatedAt)}
				</span>
				{more !== "" && (
					<span class="clip quiet more" dir="auto">
						{more}
					</span>
				)}
				{(facts.length > 0 || !enabled) && (
					<span class="clip quiet more" dir="auto">
						{!enabled && <b>Off </b>}
						{capital(facts.join(" · "))}
					</span>
				)}
			</a>
			{can("configure") && <Toggle name={`Use “${title}”`} on={enabled} onSwitch={onSwitch} />}
		</li>
	);
};

type ListProps = {
	kind: ListKind;
	titles: Titles;
	open: string | undefined;
	source: string;
	filtered: boolean;
};

export function Entries({ kind, titles, open, source, filtered }: ListProps) {
	const { items, page, error, loading, reload, more, replace } = titles;
	const scroller = useRef<HTMLDivElement>(null);
	const near = () => {
		const box = scroller.current;
		if (box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX) void more();
	};
	useEffect(near, [items.value]);
	const turn = async (entry: ListEntry, enabled: boolean) => {
		replace({ ...entry, enabled });
		const answer =
			kind === "articles" ? await switchArticle(entry.id, enabled) : await switchQuestion(entry.id, { enabled });
		if (answer.ok) return;
		replace(entry);
		warn(answer.failure.message);
	};
	const entries = items.value;
	if (entries === null) return <Loading failure={error.value} onRetry={() => void reload()} />;
	return (
		<div class="k-groups scroll" ref={scroller} onScroll={near} aria-busy={loading.value}>
			{entries.length === 0 && <p class="none">{filtered ? "None fits." : `No ${kind} yet.`}</p>}
			<ul aria-label={kind === "articles" ? "Articles" : "Questions"}>
				{entries.map((entry) => (
					<Entry
						key={entry.id}
						kind={kind}
						entry={entry}
						open={entry.id === open}
						query={source === "" ? "" : `?source=${encodeURIComponent(source)}`}
						onSwitch={(on) => void turn(entry, on)}
					/>
				))}
			</ul>
			{page.value?.cursor && (
				<button type="button" class="more-rows" disabled={loading.value} onClick={() => void more()}>
					{loading.value ? "Loading" : "Show more"}
				</button>
			)}
		</div>
	);
}
