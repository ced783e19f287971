/** Copilot's parts of the reply box: its buttons beside the tabs and, below the draft, its progress, its sources, and undo. */
import "./copilot.css";
import type { Rewriting } from "../../../src/protocol/conversation/copilot.ts";
import { me } from "../../shell/session.ts";
import { Icon } from "../../ui/icon.tsx";
import { ariaKeys, keyName } from "../../ui/keys.ts";
import { Menu } from "../../ui/menu.tsx";
import { type Command, menuItem, type Offer, offer as offerOf } from "../../shell/commands/registry.ts";
import { KeyHint } from "../../shell/commands/use-commands.tsx";
import type { Copilot, Wish } from "./copilot.ts";
import {
	cancelCommand,
	type CopilotContext,
	redoCommand,
	rephraseCommand,
	type RewriteContext,
	shortenCommand,
	suggestCommand,
	translateCommand,
	translateIntoCommands,
	undoCommand,
} from "./copilot-commands.ts";
import { sourceAddress } from "../log/message.tsx";

const doing: Record<Rewriting | "suggest", string> = {
	suggest: "Looking in the knowledge base",
	rephrase: "Rephrasing",
	shorter: "Shortening",
	translate: "Translating",
};

type Offering = (command: Command<CopilotContext>) => Offer;

type ButtonsProps = { copilot: Copilot; empty: boolean; offer: Offering; onAsk: (wish: Wish) => void };

export function CopilotButtons({ copilot, empty, offer, onAsk }: ButtonsProps) {
	const busy = copilot.busy.value !== null;
	// Rewriting needs a model; the embedded answerer can't do it.
	const rewrites = me.value !== null && me.value.answerer.inUse !== "embedded";
	const item = (command: Command<RewriteContext>) => menuItem(offerOf(command, { ask: onAsk }));
	const suggest = offer(suggestCommand);
	return (
		<div class="copilot-acts">
			{rewrites && (
				<Menu
					label="Rewrite the draft"
					class="copilot-act"
					align="end"
					titled
					disabled={busy || empty}
					items={() => [
						...item(rephraseCommand),
						...item(shortenCommand),
						{ head: "Translate" },
						...item(translateCommand),
						"line",
						...translateIntoCommands.flatMap(item),
					]}
				>
					Rewrite
					<Icon name="down" small />
				</Menu>
			)}
			<button
				type="button"
				class="copilot-act"
				disabled={busy}
				title={`${suggest.name} (${suggest.keys.map(keyName).join()}, or ${suggest.fieldKeys.map(keyName).join()} while writing)`}
				aria-keyshortcuts={ariaKeys([...suggest.keys, ...suggest.fieldKeys])}
				onClick={suggest.run}
			>
				<Icon name="spark" small />
				<span>
					{suggest.short}
					<span class="wide-only">{suggest.name.slice(suggest.short?.length)}</span>
				</span>
				<KeyHint of={suggest} />
			</button>
		</div>
	);
}

type BarProps = { copilot: Copilot; text: string; offer: Offering };

export function CopilotBar({ copilot, text, offer }: BarProps) {
	const { busy, failure, past, future } = copilot;
	const suggestion = copilot.shown(text);
	const now = busy.value;
	const button = (command: Command<CopilotContext>) => {
		const { name, enabled, run } = offer(command);
		return (
			enabled && (
				<button type="button" class="link" onClick={run}>
					{name}
				</button>
			)
		);
	};
	const quiet = now === null && suggestion === null && past.value.length + future.value.length === 0;
	return (
		<>
			<div class={quiet ? "copilot-bar idle" : "copilot-bar"}>
				<span class="copilot-doing" role="status">
					{now !== null && doing[now]}
				</span>
				{button(cancelCommand)}
				{now === null && suggestion !== null && (
					<>
						<ul class="sources" aria-label="Sources of the suggestion">
							{suggestion.sources.map((source, index) => (
								<li key={source.id}>
									<a href={sourceAddress(source.id)} target="_blank" rel="noopener" title="Opens in a new tab">
										{index + 1} · <span dir="auto">{source.title}</span>
									</a>
								</li>
							))}
						</ul>
						{suggestion.confidence !== null && (
							<span class="quiet">confidence {`${Math.round(suggestion.confidence * 100)}\u00A0%`}</span>
						)}
					</>
				)}
				{now === null && !quiet && (
					<span class="copilot-steps">
						{button(undoCommand)}
						{button(redoCommand)}
					</span>
				)}
			</div>
			<p class="copilot-failure" role="alert">
				{failure.value}
			</p>
		</>
	);
}
