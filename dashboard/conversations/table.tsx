/** The full-width list: a table of five columns, with checkboxes for actions on several conversations. */
import "./table.css";
import { useSignal } from "@preact/signals";
import { ErrorBoundary } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import type { BulkChange } from "../../src/protocol/bulk/request.ts";
import { can, myId } from "../shell/session.ts";
import { useInbox } from "../shell/inbox-context.tsx";
import { filterKey, type ListFilter } from "../shell/inbox-filter.ts";
import { panel } from "../shell/lazy.tsx";
import { useCommands } from "../shell/commands/use-commands.tsx";
import { perform } from "../thread/actions.ts";
import { useListKeys, useStillness } from "./list-keys.ts";
import { Arrived, ListEnd } from "./list-parts.tsx";
import { selectionCommands } from "./commands.ts";
import { ROW_PX, TableRow } from "./row.tsx";
import { rowsIn, useRowRange } from "./row-window.ts";
import { useStable } from "./stable.ts";
import { threadHref } from "./views.ts";

/** Loaded with the first selection. */
const SelectionBar = panel(() => import("./selection-bar.tsx").then((module) => module.SelectionBar));
const SnoozeDialog = panel(() => import("../thread/snooze/dialog.tsx").then((module) => module.SnoozeDialog));
const BlockDialog = panel(() => import("../thread/block-dialog.tsx").then((module) => module.BlockDialog));

export function Table({ filter, address, label }: { filter: ListFilter; address: string; label: string }) {
	const { findings, hasMore, rowOf, shown } = useInbox();
	const { at } = findings.value;
	const list = useRef<HTMLDivElement>(null);
	const selected = useSignal<ReadonlySet<string>>(new Set());
	/** All that match are selected, also those that aren't loaded. */
	const matching = useSignal(false);
	/** The row that was selected last, from which a range begins. */
	const anchor = useRef<string | null>(null);
	const busy = useSignal(false);
	const asking = useSignal<"snooze" | "block" | null>(null);
	const { currentId, move, focusOn, onFocusOut } = useListKeys(list, null, filterKey(filter));
	useStillness(list);
	const range = useRowRange(list, ROW_PX);
	const choose = (next: ReadonlySet<string>) => {
		selected.value = next;
		matching.value = false;
	};
	const clear = () => choose(new Set());
	useEffect(clear, [filterKey(filter)]);

	const ids = shown.value;
	const chosen = ids.filter((id) => selected.value.has(id));
	const all = chosen.length > 0 && chosen.length === ids.length;
	const select = (some: readonly string[], on: boolean) => {
		const next = new Set(selected.value);
		for (const id of some) {
			if (on) next.add(id);
			else next.delete(id);
		}
		anchor.current = some.at(-1) ?? null;
		choose(next);
	};
	/** The rows from the one that was selected last to this one. */
	const rangeTo = (id: string): string[] => {
		const [from, to] = [ids.indexOf(anchor.current ?? id), ids.indexOf(id)];
		return from === -1
			? [id]
			: [...ids.slice(Math.min(from, to), Math.max(from, to) + 1).filter((one) => one !== id), id];
	};
	const onSelect = useStable((id: string, on: boolean, to: boolean) => select(to ? rangeTo(id) : [id], on));
	const focused = useStable(focusOn);
	const change = async (what: BulkChange) => {
		if (busy.value) return;
		busy.value = true;
		const { text, ...where } = filter;
		const of = matching.value ? { filter: where, text } : { ids: chosen };
		const { startBulk } = await import("../bulk/bulk.ts");
		if (await startBulk(what, of)) clear();
		busy.value = false;
	};
	const { offer } = useCommands(selectionCommands, {
		current: currentId,
		toggle: (id) => select([id], !selected.value.has(id)),
		extend: (by) => {
			const next = move(by);
			select(
				[currentId, next].filter((id) => id !== null),
				true,
			);
		},
		count: chosen.length,
		clear,
		busy: busy.value,
		markUnread: (id) => void perform(id, { type: "mark_unread", from: null }),
		me: myId.value,
		can,
		change: (what) => void change(what),
		chooseSnooze: () => {
			asking.value = "snooze";
		},
		chooseBlock: () => {
			asking.value = "block";
		},
	});
	const stopAsking = () => {
		asking.value = null;
	};

	return (
		<div class="table scroll" ref={list} onFocusOut={onFocusOut}>
			<Arrived list={list} />
			<div
				role="table"
				aria-label={label}
				aria-busy={busy.value}
				// All loaded rows count, drawn or not, and the head.
				aria-rowcount={hasMore.value ? -1 : ids.length + 1}
			>
				<div role="rowgroup" class="heads">
					<div class="row head" role="row" aria-rowindex={1}>
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
										choose(new Set(event.currentTarget.checked ? ids : []));
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
							<ErrorBoundary>
								<SelectionBar
									count={chosen.length}
									isMatching={matching.value}
									onMatch={
										all && hasMore.value && !matching.value
											? () => {
													matching.value = true;
												}
											: null
									}
									busy={busy.value}
									offer={offer}
									change={(what) => void change(what)}
									onClose={clear}
								/>
							</ErrorBoundary>
						)}
					</div>
				</div>
				<div role="rowgroup" class="rows" style={{ height: `${ids.length * ROW_PX}px` }}>
					{rowsIn(ids, range, [currentId]).map((number) => {
						const id = ids[number] ?? "";
						const row = rowOf(id);
						return (
							row && (
								<TableRow
									key={id}
									row={row}
									number={number}
									href={threadHref(id, address, at[id])}
									current={id === currentId}
									selected={selected.value.has(id)}
									onSelect={onSelect}
									onFocus={focused}
								/>
							)
						);
					})}
				</div>
			</div>
			<ListEnd filter={filter} narrow={false} />
			{asking.value === "snooze" && (
				<ErrorBoundary>
					<SnoozeDialog onClose={stopAsking} onSnooze={(until) => void change({ type: "snooze", until })} />
				</ErrorBoundary>
			)}
			{asking.value === "block" && (
				<ErrorBoundary>
					<BlockDialog
						name="these visitors"
						target={{ block: (request) => void change({ type: "block", ...request }) }}
						onClose={stopAsking}
					/>
				</ErrorBoundary>
			)}
		</div>
	);
}
