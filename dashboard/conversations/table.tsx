/** The full-width list: a table of five columns, with checkboxes for actions on several conversations. */
import "./table.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { MemberAction } from "../../src/protocol/conversation/frames.ts";
import { can, myId } from "../shell/session.ts";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { useInbox } from "../shell/inbox-context.tsx";
import { filterKey, type ListFilter } from "../shell/inbox-filter.ts";
import { useCommands } from "../shell/commands/use-commands.tsx";
import { assignItems, performAll } from "../thread/actions.ts";
import { useListKeys, useStillness } from "./list-keys.ts";
import { Arrived, ListEnd } from "./list-parts.tsx";
import { clearCommand, closeSelectedCommand, selectionCommands, takeSelectedCommand } from "./commands.ts";
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
	const toAll = async (action: MemberAction) => {
		if (busy.value) return;
		busy.value = true;
		selected.value = new Set(await performAll(chosen, action));
		busy.value = false;
	};
	const { offer } = useCommands(selectionCommands, {
		current: currentId,
		toggle: (id) => select(id, !selected.value.has(id)),
		count: chosen.length,
		clear: () => {
			selected.value = new Set();
		},
		busy: busy.value,
		me: myId.value,
		can,
		act: (action) => void toAll(action),
	});
	const [close, take, clear] = [offer(closeSelectedCommand), offer(takeSelectedCommand), offer(clearCommand)];

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
								<button type="button" class="btn" disabled={!close.enabled} onClick={close.run}>
									<Icon name="check" small />
									{close.short}
								</button>
								<button type="button" class="btn" disabled={!take.enabled} onClick={take.run}>
									{take.short}
								</button>
								<Menu
									label="Assign to a teammate"
									class="btn"
									disabled={busy.value}
									items={() =>
										assignItems({ assignee: undefined, assign: (member) => void toAll({ type: "assign", member }) })
									}
								>
									Assign
									<Icon name="down" small />
								</Menu>
								<button type="button" class="btn q" onClick={clear.run}>
									{clear.name}
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
