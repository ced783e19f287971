/** The filter chips above the list: status, handler and assignee, each with a menu. A choice changes the address. */
import "./filters.css";
import { go } from "../shell/navigation.tsx";
import { me, myId } from "../shell/session.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { tags, tagsOf } from "../tags/tags.ts";
import type { ListFilter } from "../shell/inbox-filter.ts";
import { handlerNames, statusNames, toQuery } from "./views.ts";

const statuses = ["open", "pending", "active", "closed", "snoozed", "archived", "all"] as const;
const handlers = ["any", "ai", "waiting", "human"] as const;

export function assigneeName(assignee: string): string {
	if (assignee === "anyone") return "Anyone";
	if (assignee === "nobody") return "Nobody";
	if (assignee === myId.value) return "Me";
	return me.value?.members.find((one) => one.id === assignee)?.name ?? "A former teammate";
}

/** A tag may have been removed since the address was made. */
export const tagName = (id: string): string => tagsOf([id])[0]?.name ?? "A removed tag";

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
	const set = (change: Partial<ListFilter>) => void go(`/conversations${toQuery({ ...filter, ...change })}`);
	const setTag = (tag: string | null) => {
		const { tag: _, ...others } = filter;
		void go(`/conversations${toQuery(tag === null ? others : { ...others, tag })}`);
	};
	const assignees = () => [
		"anyone",
		myId.value,
		"nobody",
		...(me.value?.members ?? []).filter((one) => one.id !== myId.value && one.role !== "viewer").map((one) => one.id),
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
			{(tags.value.length > 0 || filter.tag !== undefined) && (
				<Chip
					label="Tag"
					value={filter.tag === undefined ? "Any tag" : tagName(filter.tag)}
					on={filter.tag !== undefined}
					items={() => [
						{ name: "Any tag", checked: filter.tag === undefined, run: () => setTag(null) },
						...tags.value.map(({ id, name, colour }) => ({
							name,
							before: <span class={`tag-dot ${colour}`} />,
							checked: filter.tag === id,
							run: () => setTag(id),
						})),
					]}
				/>
			)}
		</div>
	);
}
