/** The narrow list, beside an open thread and on phones: each item has two lines and a status. */
import "./narrow-list.css";
import { useEffect, useRef } from "preact/hooks";
import { useInbox } from "../shell/inbox-context.tsx";
import { filterKey, type ListFilter } from "../shell/inbox-filter.ts";
import { useListKeys, useStillness } from "./list-keys.ts";
import { Arrived, ListEnd } from "./list-parts.tsx";
import { ITEM_PX, ListRow } from "./row.tsx";
import { rowsIn, useRowRange } from "./row-window.ts";
import { useStable } from "./stable.ts";
import { threadHref } from "./views.ts";

export function NarrowList({
	filter,
	address,
	label,
	openId,
}: {
	filter: ListFilter;
	address: string;
	label: string;
	openId: string | null;
}) {
	const { findings, hasMore, loading, rowOf, shown } = useInbox();
	const { at } = findings.value;
	const list = useRef<HTMLDivElement>(null);
	const { currentId, focusOn, onFocusOut } = useListKeys(list, openId, filterKey(filter));
	useStillness(list);
	const range = useRowRange(list, ITEM_PX);
	const focused = useStable(focusOn);
	const ids = shown.value;
	// A thread may be opened by its address before the list is loaded; its row is scrolled into view once it is there.
	const listed = loading.value !== "first" && openId !== null && shown.value.includes(openId);
	useEffect(() => {
		list.current?.querySelector(".item.on")?.scrollIntoView({ block: "nearest" });
	}, [openId, listed]);
	return (
		<div class="list scroll" ref={list} onFocusOut={onFocusOut}>
			<Arrived list={list} />
			<ul aria-label={label} class="rows" style={{ height: `${ids.length * ITEM_PX}px` }}>
				{rowsIn(ids, range, [currentId, openId]).map((number) => {
					const id = ids[number] ?? "";
					const row = rowOf(id);
					return (
						row && (
							<ListRow
								key={id}
								row={row}
								number={number}
								of={hasMore.value ? -1 : ids.length}
								href={threadHref(id, address, at[id])}
								current={id === currentId}
								open={id === openId}
								onFocus={focused}
							/>
						)
					);
				})}
			</ul>
			<ListEnd filter={filter} narrow />
		</div>
	);
}
