/** The filter chips above the list: status, handler, assignee, tag, date and more, each with a menu. A choice changes the address. */
import "./filters.css";
import { useSignal } from "@preact/signals";
import { ErrorBoundary } from "preact-iso";
import { go } from "../../shell/navigation.tsx";
import { panel } from "../../shell/lazy.tsx";
import { me, myId } from "../../shell/session.ts";
import { Icon } from "../../ui/icon.tsx";
import { Menu, type MenuItem } from "../../ui/menu.tsx";
import { shownTimezone } from "../../ui/time.ts";
import { tags } from "../../tags/tags.ts";
import { useInbox } from "../../shell/inbox-context.tsx";
import { type ListFilter, sameFilter } from "../../shell/inbox-filter.ts";
import { savedViews, toQuery, viewsFor } from "../views.ts";
import { assigneeName, dateName, handlerNames, sourceNames, statusNames, tagName } from "./names.ts";

const RangeDialog = panel(() => import("./range-dialog.tsx").then((module) => module.RangeDialog));

const SaveDialog = panel(() => import("../saved/save-dialog.tsx").then((module) => module.SaveDialog));

const statuses = ["open", "pending", "active", "closed", "snoozed", "archived", "all"] as const;
const handlers = ["any", "ai", "waiting", "human"] as const;
const dates = ["today", "7d", "30d"] as const;
const sources = ["widget", "api"] as const;

const ORDER = "Longest waiting first";

type ChipProps = { label: string; value: string; on: boolean; items: () => MenuItem[] };

const Chip = ({ label, value, on, items }: ChipProps) => (
	<Menu label={`${label}: ${value}`} class={on ? "chip on" : "chip"} items={items}>
		<span class="clip chip-text" dir="auto">
			{value}
		</span>
		<Icon name="down" small />
	</Menu>
);

export function Filters({ filter }: { filter: ListFilter }) {
	const isChoosing = useSignal(false);
	const isSaving = useSignal(false);
	const saved = savedViews(useInbox().views.value, myId.value, shownTimezone());
	const isNew = ![...viewsFor(myId.value), ...saved].some((view) => sameFilter(view.filter, filter));
	const show = (next: ListFilter) => void go(`/conversations${toQuery(next)}`);
	const set = (change: Partial<ListFilter>) => show({ ...filter, ...change });
	const { tag, date, source, order, unread, from, ...others } = filter;
	const { zone: _, ...rest } = others;
	const without = (key: "tag" | "date" | "source" | "order" | "unread" | "from") => {
		const kept = { tag, date, source, order, unread, from, [key]: undefined };
		show({
			...rest,
			...(kept.tag !== undefined && { tag: kept.tag }),
			...(kept.date !== undefined && { date: kept.date }),
			...(kept.source !== undefined && { source: kept.source }),
			...(kept.order !== undefined && { order: kept.order }),
			...(kept.unread !== undefined && { unread: kept.unread }),
			...(kept.from !== undefined && { from: kept.from }),
		});
	};
	const assignees = () => [
		"anyone",
		myId.value,
		"nobody",
		...(me.value?.members ?? []).filter((one) => one.id !== myId.value && one.role !== "viewer").map((one) => one.id),
	];
	const more = [
		...(from === undefined ? [] : [`From ${from}`]),
		...(unread ? ["Unread"] : []),
		...(source === undefined ? [] : [sourceNames[source]]),
		...(order === undefined ? [] : [ORDER]),
	];
	return (
		<div class="filters">
			<Chip
				label="Status"
				value={statusNames[filter.status]}
				on={filter.status !== "all"}
				items={() =>
					statuses.map((status) => ({
						name: statusNames[status],
						checked: filter.status === status,
						run: () => set({ status }),
					}))
				}
			/>
			<Chip
				label="Handler"
				value={handlerNames[filter.handler]}
				on={filter.handler !== "any"}
				items={() =>
					handlers.map((handler) => ({
						name: handlerNames[handler],
						checked: filter.handler === handler,
						run: () => set({ handler }),
					}))
				}
			/>
			<Chip
				label="Assignee"
				value={assigneeName(filter.assignee)}
				on={filter.assignee !== "anyone"}
				items={() =>
					assignees().map((assignee) => ({
						name: assigneeName(assignee),
						checked: filter.assignee === assignee,
						run: () => set({ assignee }),
					}))
				}
			/>
			{(tags.value.length > 0 || tag !== undefined) && (
				<Chip
					label="Tag"
					value={tag === undefined ? "Any tag" : tagName(tag)}
					on={tag !== undefined}
					items={() => [
						{ name: "Any tag", checked: tag === undefined, run: () => without("tag") },
						...tags.value.map(({ id, name, colour }) => ({
							name,
							before: <span class={`tag-dot ${colour}`} />,
							checked: tag === id,
							run: () => set({ tag: id }),
						})),
					]}
				/>
			)}
			<Chip
				label="Date"
				value={date === undefined ? "Any time" : dateName(date)}
				on={date !== undefined}
				items={() => [
					{ name: "Any time", checked: date === undefined, run: () => without("date") },
					...dates.map((each) => ({ name: dateName(each), checked: date === each, run: () => set({ date: each }) })),
					{
						name: "A range of days",
						checked: date?.includes("..") === true,
						run: () => {
							isChoosing.value = true;
						},
					},
				]}
			/>
			<Chip
				label="Source and order"
				value={more.length === 0 ? "More" : more.join(" · ")}
				on={more.length > 0}
				items={() => [
					{ head: "Source" },
					{ name: "Any source", checked: source === undefined, run: () => without("source") },
					...sources.map((each) => ({
						name: sourceNames[each],
						checked: source === each,
						run: () => set({ source: each }),
					})),
					{ head: "Messages" },
					{ name: "Read or unread", checked: !unread, run: () => without("unread") },
					{ name: "Unread", checked: unread === true, run: () => set({ unread: true }) },
					...(from === undefined
						? []
						: [{ head: "From" }, { name: "Anybody", checked: false, run: () => without("from") }]),
					{ head: "Order" },
					{ name: "Newest first", checked: order === undefined, run: () => without("order") },
					{ name: ORDER, checked: order === "waiting", run: () => set({ order: "waiting" }) },
				]}
			/>
			{isNew && (
				<button type="button" class="chip save-view" onClick={() => void (isSaving.value = true)}>
					<Icon name="plus" small />
					Save view
				</button>
			)}
			{isSaving.value && (
				<ErrorBoundary>
					<SaveDialog filter={filter} onClose={() => void (isSaving.value = false)} />
				</ErrorBoundary>
			)}
			{isChoosing.value && (
				<ErrorBoundary>
					<RangeDialog
						date={date}
						onClose={() => {
							isChoosing.value = false;
						}}
						onChoose={(range) => set({ date: range })}
					/>
				</ErrorBoundary>
			)}
		</div>
	);
}
