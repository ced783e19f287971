/** Titles of articles or questions, searched while one types and paged as one scrolls: there may be ten thousand. */
import "./list.css";
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { KnowledgePage, ListEntry, ListKind } from "../../src/protocol/knowledge.ts";
import { type Failure, knowledge, switchArticle, switchQuestion } from "../api.ts";
import { can } from "../frame/session.ts";
import { Loading } from "../look/loading.tsx";
import { ago, fullTime } from "../look/time.ts";
import { warn } from "../look/toast.tsx";
import { originName, since, times, Toggle } from "./facts.tsx";

const DEBOUNCE_MS = 180;
const NEAR_END_PX = 600;

export type Titles = {
	page: Signal<KnowledgePage | null>;
	failure: Signal<Failure | null>;
	busy: Signal<boolean>;
	/** From the top: something has changed. */
	reload: () => void;
	more: () => void;
	replace: (entry: ListEntry) => void;
};

/** The list of a kind, of one source where it is given. */
export function useTitles(kind: ListKind, source: string, typed: string): Titles {
	const page = useSignal<KnowledgePage | null>(null);
	const failure = useSignal<Failure | null>(null);
	const busy = useSignal(false);
	const abort = useRef(new AbortController());
	const search = typed.trim();

	const load = async (cursor: string | null) => {
		abort.current.abort();
		const mine = new AbortController();
		abort.current = mine;
		busy.value = true;
		const answer = await knowledge({ kind, search, source, cursor }, mine.signal);
		if (mine.signal.aborted) return;
		busy.value = false;
		if (!answer.ok) {
			if (page.value === null) failure.value = answer.failure;
			else warn(answer.failure.message);
			return;
		}
		failure.value = null;
		const before = cursor === null ? [] : (page.value?.entries ?? []);
		page.value = { ...answer.value, entries: [...before, ...answer.value.entries] };
	};
	const first = useRef(true);
	useEffect(() => {
		page.value = null;
		first.current = true;
	}, [kind, source]);
	useEffect(() => {
		const timer = setTimeout(() => void load(null), first.current ? 0 : DEBOUNCE_MS);
		first.current = false;
		return () => clearTimeout(timer);
	}, [kind, source, search]);
	useEffect(() => {
		const onShow = () => {
			if (document.visibilityState === "visible" && (page.value?.entries.length ?? 0) <= 100) void load(null);
		};
		document.addEventListener("visibilitychange", onShow);
		return () => document.removeEventListener("visibilitychange", onShow);
	}, [kind, source, search]);
	useEffect(() => () => abort.current.abort(), []);
	return {
		page,
		failure,
		busy,
		reload: () => void load(null),
		more: () => {
			const cursor = page.value?.cursor ?? null;
			if (cursor !== null && !busy.value) void load(cursor);
		},
		replace: (entry) => {
			if (page.value === null) return;
			const entries = page.value.entries.map((each) => (each.id === entry.id ? entry : each));
			page.value = { ...page.value, entries };
		},
	};
}

/** A file's name or an address stays as it is written. */
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

type ListProps = { kind: ListKind; titles: Titles; open: string | undefined; source: string; filtered: boolean };

export function Entries({ kind, titles, open, source, filtered }: ListProps) {
	const { page, failure, busy, reload, more, replace } = titles;
	const scroller = useRef<HTMLDivElement>(null);
	const near = () => {
		const box = scroller.current;
		if (box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX) more();
	};
	useEffect(near, [page.value]);
	const turn = async (entry: ListEntry, enabled: boolean) => {
		replace({ ...entry, enabled });
		const answer =
			kind === "articles" ? await switchArticle(entry.id, enabled) : await switchQuestion(entry.id, { enabled });
		if (answer.ok) return;
		replace(entry);
		warn(answer.failure.message);
	};
	if (page.value === null) return <Loading failure={failure.value} onRetry={reload} />;
	const { entries, cursor } = page.value;
	return (
		<div class="k-groups scroll" ref={scroller} onScroll={near} aria-busy={busy.value}>
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
			{cursor !== null && (
				<button type="button" class="more-rows" disabled={busy.value} onClick={more}>
					{busy.value ? "Loading" : "Show more"}
				</button>
			)}
		</div>
	);
}
