/** Copilot in the reply box: its buttons beside the tabs, and under the draft what it is doing, where it has it from, and undo. */
import "./copilot.css";
import { LANGUAGES, Language, type Rewriting } from "../../src/protocol/copilot.ts";
import { me } from "../frame/session.ts";
import { Icon } from "../look/icon.tsx";
import { isMac } from "../look/keys.ts";
import { Menu, type MenuItem } from "../look/menu.tsx";
import type { Copilot, Wish } from "./copilot.ts";
import { sourceAddress } from "./message.tsx";

const doing: Record<Rewriting | "suggest", string> = {
	suggest: "Looking in the knowledge base",
	rephrase: "Rephrasing",
	shorter: "Shortening",
	translate: "Translating",
};

/** Pressed while writing; the letter S does it elsewhere in the thread. */
export const isSuggestKey = (event: KeyboardEvent): boolean =>
	event.key.toLowerCase() === "j" && (isMac ? event.metaKey : event.ctrlKey) && !event.shiftKey && !event.altKey;
export const isUndoKey = (event: KeyboardEvent): boolean =>
	event.key.toLowerCase() === "z" && (isMac ? event.metaKey : event.ctrlKey) && !event.shiftKey && !event.altKey;

type ButtonsProps = { copilot: Copilot; empty: boolean; onAsk: (wish: Wish) => void };

export function CopilotButtons({ copilot, empty, onAsk }: ButtonsProps) {
	const busy = copilot.busy.value !== null;
	// Only a model can say the same in other words.
	const rewrites = me.value !== null && me.value.answerer.inUse !== "embedded";
	const item = (name: string, wish: Wish): MenuItem => ({ name, run: () => onAsk(wish) });
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
						item("Rephrase", { do: "rephrase" }),
						item("Shorter", { do: "shorter" }),
						{ head: "Translate" },
						item("To the visitor's language", { do: "translate" }),
						"line",
						...Language.options.map((language) => item(LANGUAGES[language], { do: "translate", language })),
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
				title={`Suggest a reply (S, or ${isMac ? "⌘J" : "Ctrl J"} while writing)`}
				aria-keyshortcuts={`S ${isMac ? "Meta+J" : "Control+J"}`}
				onClick={() => onAsk({ do: "suggest" })}
			>
				<Icon name="spark" small />
				<span>
					Suggest<span class="wide-only"> a reply</span>
				</span>
				<kbd>S</kbd>
			</button>
		</div>
	);
}

type BarProps = { copilot: Copilot; text: string; onChange: () => void };

export function CopilotBar({ copilot, text, onChange }: BarProps) {
	const { busy, failure, past, future } = copilot;
	const suggestion = copilot.shown(text);
	const now = busy.value;
	const button = (name: string, run: () => void) => (
		<button
			type="button"
			class="link"
			onClick={() => {
				run();
				onChange();
			}}
		>
			{name}
		</button>
	);
	const quiet = now === null && suggestion === null && past.value.length + future.value.length === 0;
	return (
		<>
			<div class={quiet ? "copilot-bar idle" : "copilot-bar"}>
				<span class="copilot-doing" role="status">
					{now !== null && doing[now]}
				</span>
				{now !== null && button("Cancel", copilot.cancel)}
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
						{past.value.length > 0 && button("Undo", copilot.undo)}
						{future.value.length > 0 && button("Redo", copilot.redo)}
					</span>
				)}
			</div>
			<p class="copilot-failure" role="alert">
				{failure.value}
			</p>
		</>
	);
}
