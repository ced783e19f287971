/**
 * The palette: one text box over everything that can be done from here. It offers the commands of what is on the screen, the
 * pages, the conversations that are loaded, the contacts that the server finds, and a search of everything said.
 */
import styles from "./palette.module.css";
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { contacts } from "../api.ts";
import { placeCommands } from "../shell/commands/app-commands.ts";
import { offersNow } from "../shell/commands/use-commands.tsx";
import { defaultFilter } from "../shell/inbox-filter.ts";
import { useInbox } from "../shell/inbox-context.tsx";
import { go } from "../shell/navigation.tsx";
import { toQuery } from "../conversations/views.ts";
import { shownName } from "../thread/labels.ts";
import { useModal } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { keyName } from "../ui/keys.ts";
import { type Choice, matching } from "./choices.ts";
import { takeTypedAhead } from "./typed-ahead.ts";

/** Long enough that typing a word asks the server once. */
const DEBOUNCE_MS = 150;
const MAX_LENGTH = 200;

/** Contacts that match, as choices; the last ones found stay until the next are there. */
function useContacts(typed: string): Choice[] {
	const found = useSignal<Choice[]>([]);
	useEffect(() => {
		if (typed === "") {
			found.value = [];
			return;
		}
		const stop = new AbortController();
		const timer = setTimeout(async () => {
			const answer = await contacts({ search: typed, blocked: false, cursor: null }, stop.signal);
			// Without an answer there are no contacts to offer; all else in the palette still works.
			if (stop.signal.aborted || !answer.ok) return;
			found.value = answer.value.contacts.map(({ id, name, email }) => ({
				id: `contact.${id}`,
				group: "Contacts" as const,
				name: name ?? email ?? "No name",
				detail: name === null || email === null ? undefined : email,
				run: () => void go(`/contacts/${encodeURIComponent(id)}`),
			}));
		}, DEBOUNCE_MS);
		return () => {
			clearTimeout(timer);
			stop.abort();
		};
	}, [typed]);
	return found.value;
}

function useConversations(): Choice[] {
	const inbox = useInbox();
	return inbox.shown.value.flatMap((id) => {
		const row = inbox.rowOf(id)?.value;
		if (row === undefined) return [];
		return [
			{
				id: `conversation.${id}`,
				group: "Conversations" as const,
				name: shownName(row),
				detail: row.preview.slice(0, 120),
				run: () => void go(`/conversations/${encodeURIComponent(id)}`),
			},
		];
	});
}

const actions = (): Choice[] =>
	offersNow().map(({ id, name, keys: [hint], run }) => ({ id, group: "Actions", name, hint, run }));

const places = (): Choice[] =>
	placeCommands.map(({ id, name, href }) => ({ id, group: "Go to", name, run: () => void go(href) }));

const searchFor = (text: string): Choice => ({
	id: "search",
	group: "Search",
	name: `Search everything said for “${text}”`,
	run: () => void go(`/conversations${toQuery({ ...defaultFilter, status: "all", text })}`),
});

export function Palette({ onClose }: { onClose: () => void }) {
	const dialog = useModal(onClose);
	const listId = useId();
	const list = useRef<HTMLDivElement>(null);
	const typed = useSignal("");
	const chosen = useSignal(0);
	const text = typed.value.trim();
	// After `useModal` has given the text box the focus.
	useEffect(() => {
		typed.value = takeTypedAhead();
	}, []);
	// What was offered when it was opened: the dialog itself changes what has the focus.
	const opened = useRef<Choice[] | null>(null);
	opened.current ??= [...actions(), ...places()];
	const conversations = useConversations();
	const found = useContacts(text);
	const all = text === "" ? opened.current : [...opened.current, ...conversations];
	const shown = [...matching(all, text), ...found.slice(0, 6), ...(text === "" ? [] : [searchFor(text)])];
	const at = Math.min(chosen.value, shown.length - 1);

	useEffect(() => {
		list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
	}, [at, shown.length]);

	const run = (choice: Choice | undefined) => {
		if (choice === undefined) return;
		onClose();
		// After the dialog has given the focus back, so that what the command focuses stays so.
		requestAnimationFrame(() => choice.run());
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.isComposing) return;
		const to = { ArrowDown: (at + 1) % shown.length, ArrowUp: (at - 1 + shown.length) % shown.length }[event.key];
		if (to !== undefined) chosen.value = to;
		else if (event.key === "Enter") run(shown[at]);
		else return;
		event.preventDefault();
	};

	return (
		<dialog ref={dialog} class={styles["palette"]} aria-label="Find an action">
			<div class={styles["box"]}>
				<Icon name="search" small />
				<input
					type="text"
					role="combobox"
					dir="auto"
					aria-expanded="true"
					aria-controls={listId}
					aria-activedescendant={shown.length > 0 ? `${listId}-${at}` : undefined}
					aria-autocomplete="list"
					aria-label="Find an action, a conversation or a contact"
					placeholder="Find an action, a conversation or a contact"
					maxLength={MAX_LENGTH}
					value={typed.value}
					onInput={(event) => {
						typed.value = event.currentTarget.value;
						chosen.value = 0;
					}}
					onKeyDown={onKeyDown}
				/>
			</div>
			<div ref={list} id={listId} role="listbox" aria-label="What matches" class={`${styles["list"]} scroll`}>
				{[...Map.groupBy(shown, ({ group }) => group)].map(([group, choices]) => (
					<div key={group} role="group" aria-label={group}>
						<div class={styles["head"]} aria-hidden="true">
							{group}
						</div>
						{choices.map((choice) => (
							<button
								key={choice.id}
								type="button"
								id={`${listId}-${shown.indexOf(choice)}`}
								role="option"
								tabIndex={-1}
								aria-selected={choice === shown[at]}
								class={styles["choice"]}
								onMouseMove={() => {
									chosen.value = shown.indexOf(choice);
								}}
								onClick={() => run(choice)}
							>
								<span class="clip" dir="auto">
									{choice.name}
								</span>
								{choice.detail && (
									<span class={`${styles["detail"]} clip`} dir="auto">
										{choice.detail}
									</span>
								)}
								{choice.hint !== undefined && <kbd aria-hidden="true">{keyName(choice.hint)}</kbd>}
							</button>
						))}
					</div>
				))}
				{shown.length === 0 && <p class={styles["none"]}>Nothing here does that.</p>}
			</div>
		</dialog>
	);
}
