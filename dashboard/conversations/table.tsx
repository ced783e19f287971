/** The list at full width: five columns, and many at once by their checkboxes. */
import "./table.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { MemberAction } from "../../src/protocol/frames.ts";
import { can, myId } from "../frame/session.ts";
import { Icon } from "../look/icon.tsx";
import { useKeys } from "../look/keys.ts";
import { Menu } from "../look/menu.tsx";
import { useInbox } from "../shell/inbox-context.tsx";
import { filterKey, type ListFilter } from "../shell/inbox-filter.ts";
import { assignItems, performAll } from "./actions.ts";
import { useListKeys, useStillness } from "./list-keys.ts";
import { Arrived, ListEnd } from "./list-parts.tsx";
import { TableRow } from "./row.tsx";
import { toQuery } from "./views.ts";

export function Table({ filter, label }: { filter: ListFilter; label: string }) {
	const { rowOf, shown } = useInbox();
	const list = useRef<HTMLDivElement>(null);
	const selected = useSignal<ReadonlySet<string>>(new Set());
	const busy = useSignal(false);
	const { currentId, focusOn, onFocusOut } = useListKeys(list, null, filterKey(filter));
	useStillness(list);
	useEffect(() => {
		selected.value = new Set();
	}, [filterKey(filter)]);

	const ids = shown.value;
	const chosen = ids.filter((id) => selected.value.has(id));
	const all = chosen.length > 0 && chosen.length === ids.length;
	const select = (id: string, on: boolean) => {
		const next = new Set(selected.value);
		if (on) next.add(id);
		else next.delete(id);
		selected.value = next;
	};
	const clear = () => {
		selected.value = new Set();
	};
	useKeys({
		x: () => {
			if (currentId === null || !can("converse")) return false;
			select(currentId, !selected.value.has(currentId));
		},
		Escape: () => {
			if (chosen.length === 0) return false;
			clear();
		},
	});
	const toAll = async (action: MemberAction) => {
		if (busy.value) return;
		busy.value = true;
		selected.value = new Set(await performAll(chosen, action));
		busy.value = false;
	};

	return (
		<div class="table scroll" ref={list} onFocusOut={onFocusOut}>
			<Arrived list={list} />
			<div role="table" aria-label={label} aria-busy={busy.value}>
				<div role="rowgroup" class="heads">
					<div class="row head" role="row">
						<span role="columnheader" class="pick">
							<span class="said">Selection</span>
							{can("converse") && (
								<input
									type="checkbox"
									class="cb"
									aria-label="Select all that are shown"
									checked={all}
									indeterminate={chosen.length > 0 && !all}
									disabled={ids.length === 0}
									onChange={(event) => {
										selected.value = new Set(event.currentTarget.checked ? ids : []);
									}}
								/>
							)}
						</span>
						{["Status", "Visitor", "Last message", "Time", "Assignee"].map((name) => (
							<span role="columnheader" key={name}>
								{name}
							</span>
						))}
						{chosen.length > 0 && (
							<div class="many" role="cell">
								<b>{chosen.length} selected</b>
								<button type="button" class="btn" disabled={busy.value} onClick={() => void toAll({ type: "close" })}>
									<Icon name="check" small />
									Close
								</button>
								<button
									type="button"
									class="btn"
									disabled={busy.value}
									onClick={() => void toAll({ type: "assign", member: myId.value })}
								>
									Assign to me
								</button>
								<Menu
									label="Assign to a teammate"
									class="btn"
									disabled={busy.value}
									items={() => assignItems(undefined, (member) => void toAll({ type: "assign", member }))}
								>
									Assign
									<Icon name="down" small />
								</Menu>
								<button type="button" class="btn q" onClick={clear}>
									Clear
								</button>
							</div>
						)}
					</div>
				</div>
				<div role="rowgroup">
					{ids.map((id) => {
						const row = rowOf(id);
						return (
							row && (
								<TableRow
									key={id}
									row={row}
									href={`/conversations/${id}${toQuery(filter)}`}
									current={id === currentId}
									selected={selected.value.has(id)}
									onSelect={(on) => select(id, on)}
									onFocus={() => focusOn(id)}
								/>
							)
						);
					})}
				</div>
			</div>
			<ListEnd filter={filter} narrow={false} />
		</div>
	);
}
