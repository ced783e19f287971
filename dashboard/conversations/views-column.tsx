/** The column of views with their live counts, and the teammates who are online. On narrow screens the views are chips above the list. */
import "./views-column.css";
import { useSignal } from "@preact/signals";
import { Fragment } from "preact";
import { ErrorBoundary } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import { isHidden } from "../first-run/hidden.ts";
import { panel } from "../shell/lazy.tsx";
import { can, me, myId } from "../shell/session.ts";
import { Avatar } from "../ui/marks.tsx";
import { shownTimezone } from "../ui/time.ts";
import { useInbox } from "../shell/inbox-context.tsx";
import { filterKey, isCounted, type ListFilter, sameFilter } from "../shell/inbox-filter.ts";
import { Filters } from "./filter/lazy-filters.tsx";
import { count } from "../shell/inbox-list.ts";
import { savedViews, toQuery, type View, viewsFor } from "./views.ts";

const ManageDialog = panel(() => import("./saved/manage-dialog.tsx").then((module) => module.ManageDialog));

/** How often views by date are counted anew, in ms: a day may have ended. */
const RECOUNT_MS = 60_000;

/** "Closed", "All" and "Archived" only grow, so their counts mean nothing. */
const uncounted = new Set(["closed", "all", "archived"]);

/** The views that every dashboard has, then the team's saved ones, then the member's own. */
export function useViews(): View[] {
	const { recount, views } = useInbox();
	useEffect(() => {
		const timer = setInterval(() => document.hidden || recount(), RECOUNT_MS);
		return () => clearInterval(timer);
	}, []);
	return [...viewsFor(myId.value), ...savedViews(views.value, myId.value, shownTimezone())];
}

function Count({ view }: { view: View }) {
	const { counted, tallies, viewCounts } = useInbox();
	if (view.saved) {
		const n = viewCounts.value[view.id] ?? 0;
		return n === 0 ? null : <b>{n.toLocaleString()}</b>;
	}
	if (!counted.value || uncounted.has(view.id) || !isCounted(view.filter)) return null;
	const n = count(tallies.value, view.filter);
	return n === 0 && view.tone !== "accent" ? null : (
		<b class={view.tone === "wait" && n > 0 ? "hot" : ""}>{n.toLocaleString()}</b>
	);
}

const ViewLinks = ({ views, filter }: { views: readonly View[]; filter: ListFilter }) => (
	<ul>
		{views.map((view) => (
			<li key={view.id}>
				<a
					href={`/conversations${toQuery(view.filter)}`}
					aria-current={sameFilter(view.filter, filter) ? "true" : undefined}
				>
					<span class={`dot ${view.tone}`} />
					<span class="clip" dir="auto">
						{view.name}
					</span>
					<Count view={view} />
				</a>
			</li>
		))}
	</ul>
);

/** Opens the dialog in which saved views are renamed, ordered and removed; nothing where the member may change none. */
function ManageViews() {
	const { views } = useInbox();
	const isOpen = useSignal(false);
	if (!views.value.some(({ whose }) => whose === "own" || can("configure"))) return null;
	return (
		<>
			<button type="button" class="link manage-views" onClick={() => void (isOpen.value = true)}>
				Edit views
			</button>
			{isOpen.value && (
				<ErrorBoundary>
					<ManageDialog onClose={() => void (isOpen.value = false)} />
				</ErrorBoundary>
			)}
		</>
	);
}

export function ViewsColumn({ filter }: { filter: ListFilter }) {
	const { online, away } = useInbox();
	const here = new Set(online.value.map((one) => one.id));
	const views = useViews();
	const sections = [
		{ name: "Team views", list: views.filter(({ saved }) => saved === "team") },
		{ name: "My views", list: views.filter(({ saved }) => saved === "own") },
	];
	const members = [...(me.value?.members ?? [])].sort(
		(a, b) => Number(here.has(b.id)) - Number(here.has(a.id)) || a.name.localeCompare(b.name),
	);
	return (
		<nav class="views scroll" aria-label="Views">
			<h2>Conversations</h2>
			<ViewLinks views={views.filter(({ saved }) => !saved)} filter={filter} />
			{sections.map(
				({ name, list }) =>
					list.length > 0 && (
						<Fragment key={name}>
							<h3>{name}</h3>
							<ViewLinks views={list} filter={filter} />
						</Fragment>
					),
			)}
			<ManageViews />
			{can("configure") && !isHidden.value && (
				<a class="guide" href="/start">
					Finish setting up
				</a>
			)}
			<h3 id="team">Team</h3>
			<ul aria-labelledby="team">
				{members.map((one) => (
					<li key={one.id} class="mate">
						<Avatar name={one.name} id={one.id} size="s" />
						<span class="clip" dir="auto">
							{one.id === myId.value ? `${one.name} (you)` : one.name}
						</span>
						{here.has(one.id) && (
							<b class="here">
								<span class="dot online" />
								online
							</b>
						)}
						{away.value.includes(one.id) && <b>away</b>}
					</li>
				))}
			</ul>
		</nav>
	);
}

/** The views as a row of chips, for phones. */
export function ViewChips({ filter }: { filter: ListFilter }) {
	const row = useRef<HTMLElement>(null);
	const views = useViews();
	const key = filterKey(filter);
	const sized = useInbox().counted.value;
	useEffect(
		() => row.current?.querySelector("a.on")?.scrollIntoView({ block: "nearest", inline: "nearest" }),
		[key, sized],
	);
	return (
		<nav class="view-chips scroll" aria-label="Views" ref={row}>
			{views.map((view) => {
				const on = sameFilter(view.filter, filter);
				return (
					<a
						key={view.id}
						class={on ? "chip on" : "chip"}
						href={`/conversations${toQuery(view.filter)}`}
						aria-current={on ? "true" : undefined}
					>
						{view.short}
						<Count view={view} />
					</a>
				);
			})}
			<span class="apart" />
			<Filters filter={filter} />
			<ManageViews />
		</nav>
	);
}
