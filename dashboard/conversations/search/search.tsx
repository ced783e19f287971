/**
 * The search box for what was said, with operators (operators.ts), which the browser's own list of suggestions offers. The list
 * is asked with each letter; the text becomes part of the address once the typing pauses, because browsers count the changes of
 * an address (Safari refuses more than a hundred in 30 seconds).
 */
import "./search.css";
import { useSignal } from "@preact/signals";
import { createElement, Fragment } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { go } from "../../shell/navigation.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ariaKeys } from "../../ui/keys.ts";
import { isPhone } from "../../ui/media.ts";
import { defaultFilter, type ListFilter } from "../../shell/inbox-filter.ts";
import { useInbox } from "../../shell/inbox-context.tsx";
import { KeyHint, useCommands } from "../../shell/commands/use-commands.tsx";
import { searchCommand, searchCommands } from "../commands.ts";
import { toQuery } from "../views.ts";
import { meant, searchNames } from "./meant.ts";
import type { Suggestion } from "./suggestions.ts";

/** The list is asked at most this often. */
const ASK_EVERY_MS = 100;
const DEBOUNCE_MS = 250;
const MAX_LENGTH = 200;

export function Search({ filter }: { filter: ListFilter }) {
	const typed = useSignal(filter.text);
	const listId = useId();
	const offered = useSignal<readonly Suggestion[]>([]);
	/** Loaded when somebody begins to search. A search does without, where it can't be. */
	const suggest = () =>
		void import("./suggestions.ts").then(
			({ suggestions }) => (offered.value = suggestions(typed.peek(), searchNames())),
			() => {},
		);
	const input = useRef<HTMLInputElement>(null);
	const { choose } = useInbox();
	const askedAt = useRef(-Infinity);
	const latest = useRef(filter);
	latest.current = filter;
	/** The status filter before the search began, which is restored after it. */
	const before = useRef<ListFilter["status"]>(filter.text === "" ? filter.status : defaultFilter.status);

	// The address may also change by choosing a view or by the browser's back button; the box then follows it.
	useEffect(() => {
		if (typed.value.trim() !== filter.text) typed.value = filter.text;
	}, [filter.text]);

	useEffect(() => {
		const text = typed.value.trim();
		const now = latest.current;
		if (text === now.text) return;
		const begins = now.text === "";
		if (begins) before.current = now.status;
		// A search begins with all statuses: people seldom remember whether a conversation was closed.
		const status = begins ? "all" : text === "" ? before.current : now.status;
		const next = { ...now, status, text };
		const ask = () => {
			askedAt.current = performance.now();
			choose(meant(next).filter);
		};
		const wait = askedAt.current + ASK_EVERY_MS - performance.now();
		const asking = wait > 0 ? setTimeout(ask, wait) : undefined;
		if (wait <= 0) ask();
		const timer = setTimeout(() => void go(`/conversations${toQuery(next)}`, !begins), DEBOUNCE_MS);
		return () => {
			clearTimeout(asking);
			clearTimeout(timer);
		};
	}, [typed.value]);

	const { offer } = useCommands(searchCommands, {
		focus: () => {
			input.current?.select();
			input.current?.focus();
		},
	});
	const command = offer(searchCommand);

	return (
		<search class="search rest">
			<Icon name="search" small />
			<input
				ref={input}
				class="input"
				type="search"
				dir="auto"
				maxLength={MAX_LENGTH}
				placeholder={isPhone.value ? command.short : command.name}
				aria-label={command.name}
				aria-keyshortcuts={ariaKeys(command.keys)}
				list={listId}
				autocomplete="off"
				value={typed.value}
				onFocus={suggest}
				onInput={(event) => {
					typed.value = event.currentTarget.value;
					suggest();
				}}
			/>
			<datalist id={listId}>
				{offered.value.map(({ text, label }) => (
					<option key={text} value={text}>
						{label}
					</option>
				))}
			</datalist>
			{typed.value === "" && <KeyHint of={command} hidden />}
		</search>
	);
}

/** A matched text in which words that begin with a word of the query are marked. */
export function Found({ text, query }: { text: string; query: string }) {
	// Only bold marks are removed: the match may be within other Markdown, and a visitor's text has none.
	const plain = text.replace(/\*\*(\S(?:.*?\S)?)\*\*/g, "$1");
	const wanted = query.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
	const parts = plain.split(/([\p{L}\p{M}\p{N}]+)/u);
	const marked = parts.map((part) =>
		wanted.some((word) => part.toLowerCase().startsWith(word)) ? <mark>{part}</mark> : part,
	);
	// The parts are passed as arguments and not as an array, so they need no keys; they never move.
	return createElement(Fragment, null, ...marked);
}
