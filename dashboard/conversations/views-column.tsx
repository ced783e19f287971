/** The column of views with their live counts, and the teammates who are online. On narrow screens the views are chips above the list. */
import "./views-column.css";
import { useEffect, useRef } from "preact/hooks";
import { isHidden } from "../first-run/hidden.ts";
import { can, me, myId } from "../shell/session.ts";
import { Avatar } from "../ui/marks.tsx";
import { useInbox } from "../shell/inbox-context.tsx";
import { filterKey, isCounted, type ListFilter, sameFilter } from "../shell/inbox-filter.ts";
import { Filters } from "./filter/lazy-filters.tsx";
import { count } from "../shell/inbox-list.ts";
import { toQuery, type View, viewsFor } from "./views.ts";

/** "Closed", "All" and "Archived" only grow, so their counts mean nothing. */
const uncounted = new Set(["closed", "all", "archived"]);

function Count({ view }: { view: View }) {
	const { counted, tallies } = useInbox();
	if (!counted.value || uncounted.has(view.id) || !isCounted(view.filter)) return null;
	const n = count(tallies.value, view.filter);
	return n === 0 && view.tone !== "accent" ? null : (
		<b class={view.tone === "wait" && n > 0 ? "hot" : ""}>{n.toLocaleString()}</b>
	);
}

export function ViewsColumn({ filter }: { filter: ListFilter }) {
	const { online, away } = useInbox();
	const here = new Set(online.value.map((one) => one.id));
	const members = [...(me.value?.members ?? [])].sort(
		(a, b) => Number(here.has(b.id)) - Number(here.has(a.id)) || a.name.localeCompare(b.name),
	);
	return (
		<nav class="views scroll" aria-label="Views">
			<h2>Conversations</h2>
			<ul>
				{viewsFor(myId.value).map((view) => (
					<li key={view.name}>
						<a
							href={`/conversations${toQuery(view.filter)}`}
							aria-current={sameFilter(view.filter, filter) ? "true" : undefined}
						>
							<span class={`dot ${view.tone}`} />
							<span class="clip">{view.name}</span>
							<Count view={view} />
						</a>
					</li>
				))}
			</ul>
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
	const key = filterKey(filter);
	const sized = useInbox().counted.value;
	useEffect(
		() => row.current?.querySelector("a.on")?.scrollIntoView({ block: "nearest", inline: "nearest" }),
		[key, sized],
	);
	return (
		<nav class="view-chips scroll" aria-label="Views" ref={row}>
			{viewsFor(myId.value).map((view) => {
				const on = sameFilter(view.filter, filter);
				return (
					<a
						key={view.name}
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
		</nav>
	);
}
