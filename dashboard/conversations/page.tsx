/** The conversations page: views, list, and the open thread beside it. The filter is part of the address. */
import "./conversations.css";
import { useLocation, useRoute } from "preact-iso";
import { useEffect } from "preact/hooks";
import { go } from "../shell/navigation.tsx";
import { useTitle } from "../shell/title.ts";
import { Icon } from "../ui/icon.tsx";
import { isNarrow, isPhone } from "../ui/media.ts";
import { shownTimezone } from "../ui/time.ts";
import { Menu } from "../ui/menu.tsx";
import { menuItem, offer } from "../shell/commands/registry.ts";
import { useInbox } from "../shell/inbox-context.tsx";
import { filterKey, isCounted, type ListFilter, sameFilter } from "../shell/inbox-filter.ts";
import { ThreadPane } from "../thread/pane.tsx";
import { Filters } from "./filter/lazy-filters.tsx";
import { filterWords } from "./filter/names.ts";
import { viewCommand } from "./commands.ts";
import { count } from "../shell/inbox-list.ts";
import { NarrowList } from "./narrow-list.tsx";
import { meant, problemWords } from "./search/meant.ts";
import { Search } from "./search/search.tsx";
import { Table } from "./table.tsx";
import { fromQuery, messageIn, toQuery, type View } from "./views.ts";
import { useViews, ViewChips, ViewsColumn } from "./views-column.tsx";

/** The name of the view with this filter, or else the filter in words. */
function titleOf(filter: ListFilter, views: readonly View[]): string {
	const view = views.find((one) => sameFilter(one.filter, filter));
	return view?.name ?? filterWords(filter);
}

/** The menu of views above the narrow list, where the column of views may not fit. */
function ViewMenu({ filter, title }: { filter: ListFilter; title: string }) {
	const { counted, tallies } = useInbox();
	const views = useViews();
	return (
		<div class="bar list-bar">
			<Menu
				label={`View: ${title}`}
				class="view-menu"
				items={() =>
					views.flatMap((view) =>
						menuItem(offer(viewCommand(view), { filter, go: (url) => void go(url) }), {
							before: <span class={`dot ${view.tone}`} />,
						}),
					)
				}
			>
				<b class="clip">{title}</b>
				<Icon name="down" small />
			</Menu>
			{counted.value && isCounted(filter) && (
				<span class="num rest">{count(tallies.value, filter).toLocaleString()}</span>
			)}
		</div>
	);
}

export function ConversationsPage() {
	const { choose } = useInbox();
	const { query } = useLocation();
	const { params } = useRoute();
	const id = params["id"] ?? null;
	const typed = fromQuery(query, shownTimezone());
	const { filter, problems } = meant(typed);
	const title = titleOf(filter, useViews());
	const address = toQuery(typed);
	const key = filterKey(filter);
	useTitle(id === null ? title : null);
	useEffect(() => choose(filter), [key]);

	if (id !== null) {
		const back = `/conversations${address}`;
		return (
			<main class="page split">
				<ViewsColumn filter={filter} />
				{!isPhone.value && (
					<section class="list-column" aria-label="List">
						<ViewMenu filter={filter} title={title} />
						<NarrowList filter={filter} address={address} label={title} openId={id} />
					</section>
				)}
				<ThreadPane key={id} id={id} at={messageIn(query)} back={back} />
			</main>
		);
	}
	const narrow = isNarrow.value;
	return (
		<main class="page conversations">
			{!narrow && <ViewsColumn filter={filter} />}
			<section class="list-column" aria-label={title}>
				<div class="bar">
					<h1 class="clip">{narrow ? "Conversations" : title}</h1>
					{narrow ? null : <Filters filter={filter} />}
					<Search filter={typed} />
				</div>
				{narrow && <ViewChips filter={filter} />}
				<p class="search-problems" role="status">
					{problems.map(problemWords).join(" ")}
				</p>
				{isPhone.value ? (
					<NarrowList filter={filter} address={address} label={title} openId={null} />
				) : (
					<Table filter={filter} address={address} label={title} />
				)}
			</section>
		</main>
	);
}
