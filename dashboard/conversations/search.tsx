/** The box that searches everything said. What is typed becomes part of the address a moment later. */
import "./search.css";
import { useSignal } from "@preact/signals";
import { createElement, Fragment } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { go } from "../shell/navigation.tsx";
import { Icon } from "../ui/icon.tsx";
import { ariaKeys } from "../ui/keys.ts";
import { isPhone } from "../ui/media.ts";
import { defaultFilter, type ListFilter } from "../shell/inbox-filter.ts";
import { KeyHint, useCommands } from "../shell/commands/use-commands.tsx";
import { searchCommand, searchCommands } from "./commands.ts";
import { toQuery } from "./views.ts";

const DEBOUNCE_MS = 250;
const MAX_LENGTH = 200;

export function Search({ filter }: { filter: ListFilter }) {
	const typed = useSignal(filter.text);
	const input = useRef<HTMLInputElement>(null);
	const latest = useRef(filter);
	latest.current = filter;
	/** The status that was looked at before the search began, to go back to. */
	const before = useRef<ListFilter["status"]>(filter.text === "" ? filter.status : defaultFilter.status);

	// The address may change under the box: another view, the browser's back button.
	useEffect(() => {
		if (typed.value.trim() !== filter.text) typed.value = filter.text;
	}, [filter.text]);

	useEffect(() => {
		const text = typed.value.trim();
		const now = latest.current;
		if (text === now.text) return;
		const begins = now.text === "";
		if (begins) before.current = now.status;
		// Looked for among all of them: who searches seldom remembers whether it was closed.
		const status = begins ? "all" : text === "" ? before.current : now.status;
		const timer = setTimeout(() => void go(`/conversations${toQuery({ ...now, status, text })}`, !begins), DEBOUNCE_MS);
		return () => clearTimeout(timer);
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
				value={typed.value}
				onInput={(event) => {
					typed.value = event.currentTarget.value;
				}}
			/>
			{typed.value === "" && <KeyHint of={command} hidden />}
		</search>
	);
}

/** A found text with what was looked for marked, by the starts of its words. */
export function Found({ text, query }: { text: string; query: string }) {
	// Links and lists stay as they are: what was found may stand in their marks, and who wrote it isn't told.
	const plain = text.replace(/\*\*(\S(?:.*?\S)?)\*\*/g, "$1");
	const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
	const parts = plain.split(/([\p{L}\p{M}\p{N}]+)/u);
	const marked = parts.map((part) =>
		wanted.some((word) => part.toLowerCase().startsWith(word)) ? <mark>{part}</mark> : part,
	);
	// As arguments, not as a list: nothing here ever moves, so there is nothing to key.
	return createElement(Fragment, null, ...marked);
}
