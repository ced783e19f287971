/** The picker of a conversation's tags: a text box over all tags. Enter puts one on or takes it off, or makes a new one. */
import styles from "./picker.module.css";
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { MAX_TAG_NAME } from "../../../src/protocol/tag.ts";
import { TagLabel } from "../../tags/labels.tsx";
import { makeTag, tags } from "../../tags/tags.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { warn } from "../../ui/toast.tsx";
import { perform } from "../actions.ts";
import { type TagChoice, tagChoices } from "./choices.ts";

type Props = { conversation: string; on: readonly string[]; onClose: () => void };

export function TagPicker({ conversation, on, onClose }: Props) {
	const listId = useId();
	const list = useRef<HTMLDivElement>(null);
	const input = useRef<HTMLInputElement>(null);
	const typed = useSignal("");
	const chosen = useSignal(0);
	const choices = tagChoices(tags.value, on, typed.value);
	const at = Math.min(chosen.value, choices.length - 1);
	useEffect(() => input.current?.focus(), []);
	useEffect(() => {
		list.current?.querySelector('[data-at="true"]')?.scrollIntoView({ block: "nearest" });
	}, [at, choices.length]);

	const choose = async (choice: TagChoice | undefined) => {
		if (choice === undefined) return;
		input.current?.select();
		if (choice.kind === "tag") {
			const { id } = choice.tag;
			await perform(conversation, { type: "tag", add: choice.on ? [] : [id], remove: choice.on ? [id] : [] }, true);
			return;
		}
		typed.value = "";
		const made = await makeTag({ name: choice.name });
		if (made.ok) await perform(conversation, { type: "tag", add: [made.value.tag.id], remove: [] }, true);
		else warn(made.failure.message);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.isComposing) return;
		const count = choices.length;
		const to = { ArrowDown: (at + 1) % count, ArrowUp: (at - 1 + count) % count }[event.key];
		if (to !== undefined) chosen.value = to;
		else if (event.key === "Enter") void choose(choices[at]);
		else return;
		event.preventDefault();
	};
	return (
		<Dialog title="Tags" onClose={onClose}>
			<input
				ref={input}
				class="input"
				type="text"
				role="combobox"
				dir="auto"
				aria-expanded="true"
				aria-controls={listId}
				aria-activedescendant={choices.length > 0 ? `${listId}-${at}` : undefined}
				aria-autocomplete="list"
				aria-label="Find or make a tag"
				placeholder="Find or make a tag"
				maxLength={MAX_TAG_NAME}
				value={typed.value}
				onInput={(event) => {
					typed.value = event.currentTarget.value;
					chosen.value = 0;
				}}
				onKeyDown={onKeyDown}
			/>
			<div
				ref={list}
				id={listId}
				role="listbox"
				aria-label="Tags"
				aria-multiselectable="true"
				class={`${styles["list"]} scroll`}
			>
				{choices.map((choice, index) => (
					<button
						key={choice.kind === "tag" ? choice.tag.id : "new"}
						type="button"
						id={`${listId}-${index}`}
						role="option"
						tabIndex={-1}
						aria-selected={choice.kind === "tag" && choice.on}
						data-at={index === at}
						class={styles["choice"]}
						onMouseMove={() => {
							chosen.value = index;
						}}
						onClick={() => void choose(choice)}
					>
						{choice.kind === "new" ? (
							<>
								<Icon name="plus" small />
								<span class="clip" dir="auto">{`Make “${choice.name}”`}</span>
							</>
						) : (
							<>
								<span class={styles["mark"]}>{choice.on && <Icon name="check" small />}</span>
								<TagLabel tag={choice.tag} />
							</>
						)}
					</button>
				))}
				{choices.length === 0 && <p class="quiet">There are no tags yet. Type a name to make one.</p>}
			</div>
			<div class="ends">
				<button type="button" class="btn" onClick={onClose}>
					Done
				</button>
			</div>
		</Dialog>
	);
}
