/** What can be done with the selected conversations: a bar over the table's heads. Loaded with the first selection. */
import { Icon } from "../ui/icon.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { type BulkChange, MAX_AT_ONCE } from "../../src/protocol/bulk/request.ts";
import type { Command, Offer } from "../shell/commands/registry.ts";
import { tags } from "../tags/tags.ts";
import { assignItems } from "../thread/actions.ts";
import {
	blockSelectedCommand,
	clearCommand,
	closeSelectedCommand,
	type SelectionContext,
	snoozeSelectedCommand,
	takeSelectedCommand,
} from "./commands.ts";

type Props = {
	count: number;
	/** All that match are selected, those that aren't shown too. */
	isMatching: boolean;
	/** Selects them; null where all are shown and selected, or some aren't selected. */
	onMatch: (() => void) | null;
	busy: boolean;
	offer: (command: Command<SelectionContext>) => Offer;
	change: (change: BulkChange) => void;
	onClose: () => void;
};

export function SelectionBar({ count, isMatching, onMatch, busy, offer, change }: Props) {
	const button = (command: Command<SelectionContext>) => {
		const { enabled, run, short, icon, danger } = offer(command);
		return (
			<button type="button" class={danger ? "btn danger" : "btn"} disabled={!enabled} onClick={run}>
				{icon && <Icon name={icon} small />}
				{short}
			</button>
		);
	};
	const tagging = (): MenuItem[] => {
		const all = tags.peek();
		if (all.length === 0) return [{ head: "There are no tags yet" }];
		return [
			{ head: "Put on" },
			...all.map(({ id, name }) => ({ name, run: () => change({ type: "tag", add: [id], remove: [] }) })),
			{ head: "Take off" },
			...all.map(({ id, name }) => ({ name, run: () => change({ type: "tag", add: [], remove: [id] }) })),
		];
	};
	const clear = offer(clearCommand);
	return (
		<div class="many" role="cell">
			<b role="status">{isMatching ? `All that match, up to ${MAX_AT_ONCE.toLocaleString()}` : `${count} selected`}</b>
			{onMatch !== null && (
				<button type="button" class="btn q" onClick={onMatch}>
					Select all that match
				</button>
			)}
			{button(closeSelectedCommand)}
			{button(takeSelectedCommand)}
			<Menu
				label="Assign to a teammate"
				class="btn"
				disabled={busy}
				items={() => assignItems({ assignee: undefined, assign: (member) => change({ type: "assign", member }) })}
			>
				Assign
				<Icon name="down" small />
			</Menu>
			<Menu label="Tag the selected" class="btn" disabled={busy} items={tagging}>
				Tag
				<Icon name="down" small />
			</Menu>
			{button(snoozeSelectedCommand)}
			{button(blockSelectedCommand)}
			<button type="button" class="btn q" onClick={clear.run}>
				{clear.name}
			</button>
		</div>
	);
}
