/**
 * The page's key listener, and the hook with which a component binds its commands' keys. Keys do nothing while the user
 * types in an input and while a menu or dialog is open. Single-letter keys can be turned off in this browser, because speech
 * input may trigger them by accident (WCAG 2.1.4).
 */
import { useEffect, useRef } from "preact/hooks";
import { isMac, keyName, letterKeys } from "../../ui/keys.ts";
import {
	type Command,
	commandFor,
	createCommandRegistry,
	keyNameOf,
	type Offer,
	offerWithKeys,
	type Place,
} from "./registry.ts";

const registry = createCommandRegistry({ isMac, letters: () => letterKeys.peek() });

/** What can be done now, for the palette. */
export const offersNow = (): Offer[] => registry.offers();

const isCheckbox = (target: EventTarget | null): boolean =>
	target instanceof HTMLInputElement && target.type === "checkbox";

const isTyping = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement &&
	!isCheckbox(target) &&
	(target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const placeOf = (event: KeyboardEvent): Place =>
	document.querySelector("dialog[open], .menu:popover-open") !== null
		? "over"
		: isTyping(event.target)
			? "typing"
			: "page";

addEventListener("keydown", (event) => {
	if (event.defaultPrevented || event.isComposing) return;
	if (registry.press(event, placeOf(event))) event.preventDefault();
});

type Bound<Context> = {
	/** The offer of a command, with its keys. To be called only while there is a context. */
	offer(command: Command<Context>): Offer;
	/** For a text box's `onKeyDown`: true when the key press ran a command. */
	onFieldKey(event: KeyboardEvent): boolean;
};

/** Binds the commands' keys while the component is mounted. A null context means that there is nothing to act on yet. */
export function useCommands<Context>(commands: readonly Command<Context>[], context: Context | null): Bound<Context> {
	const latest = useRef(context);
	latest.current = context;
	useEffect(() => registry.bind(commands, () => latest.current), []);
	return {
		offer(command) {
			if (context === null) throw new Error(`${command.id} has nothing to act on`);
			return offerWithKeys(command, context);
		},
		onFieldKey(event) {
			const press = keyNameOf(event, isMac);
			const run = context === null || press === null ? null : commandFor(commands, context, press, true);
			if (run === null) return false;
			event.preventDefault();
			run();
			return true;
		},
	};
}

/** The first key of a command, for its button; empty while the key does nothing. */
export const KeyHint = ({ of: { keys, enabled }, hidden }: { of: Offer; hidden?: boolean }) =>
	keys[0] === undefined || !enabled ? null : <kbd aria-hidden={hidden}>{keyName(keys[0])}</kbd>;
