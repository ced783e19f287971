/**
 * Commands: what somebody can do, each said once. A command has an id, the name that screens use, the keys that run it,
 * when it can be done, and what it does; whatever it acts on is handed in as its context. Menus and buttons show offers of
 * commands; a press of a key finds its command among those of what is on screen (use-commands.tsx). Keys by which a control
 * is operated (Enter in a text box, arrows in a menu or between tabs) stay with the control. Pure.
 */
import type { IconName } from "../../ui/icon.tsx";
import type { MenuChoice, MenuItem } from "../../ui/menu.tsx";

/**
 * "E" or "ArrowDown" works while nobody types and nothing lies over the page. "Mod+K", with Ctrl or a Mac's ⌘, works at any
 * time. `inField`: only in the text box whose component passes its presses on.
 */
export type Key<Context> = string | { press: string; inField?: true; when?(context: Context): boolean };

export type Command<Context> = {
	/** What it acts on and what it does: "conversation.close". */
	id: string;
	name: string;
	/** The name where the place says what it acts on. */
	short?: string;
	icon?: IconName;
	danger?: boolean;
	keys?: readonly Key<Context>[];
	/** What can't be done now is left out of menus, and its keys do nothing. Absent: it always can. */
	when?(context: Context): boolean;
	/** It stays in menus, but can't be chosen just now: it is under way already. */
	isHeld?(context: Context): boolean;
	/** For one choice among several, or a switch (`toggles`). */
	checked?(context: Context): boolean;
	toggles?: boolean;
	run(context: Context): void;
};

/** A command with its context: what a button or menu shows. */
export type Offer = Pick<Command<never>, "id" | "name" | "short" | "icon" | "danger" | "toggles"> & {
	/** The keys that run it here, as a `Key` writes them. */
	keys: readonly string[];
	/** Those of them that work in the command's text box. */
	fieldKeys: readonly string[];
	checked: boolean | undefined;
	enabled: boolean;
	held: boolean;
	run(): void;
};

/** A command as a menu offers it: without keys, because keys act on what is open and not on what a menu is opened for. */
export const offer = <Context>(command: Command<Context>, context: Context): Offer => ({
	id: command.id,
	name: command.name,
	short: command.short,
	icon: command.icon,
	danger: command.danger,
	toggles: command.toggles,
	keys: [],
	fieldKeys: [],
	checked: command.checked?.(context),
	enabled: command.when?.(context) ?? true,
	held: command.isHeld?.(context) ?? false,
	run: () => command.run(context),
});

/** A command whose keys are bound to this context, and are therefore named beside it. */
export const offerWithKeys = <Context>(command: Command<Context>, context: Context): Offer => {
	const keys = command.keys ?? [];
	return {
		...offer(command, context),
		keys: keys.filter((key) => !isForField(key)).map(pressOf),
		fieldKeys: keys.filter(isForField).map(pressOf),
	};
};

/** An offer that does something else first: its button closes the drawer it stands in. */
export const before = (first: () => void, then: Offer): Offer => ({ ...then, run: () => (first(), then.run()) });

/** The menu item of an offer, or no item where it can't be done. */
export const menuItem = (
	{ name, icon, danger, toggles, keys: [hint], checked, enabled, held, run }: Offer,
	look: Pick<MenuChoice, "before"> = {},
): MenuItem[] => (enabled ? [{ ...look, name, icon, danger, toggles, hint, checked, disabled: held, run }] : []);

const pressOf = <Context>(key: Key<Context>): string => (typeof key === "string" ? key : key.press);
const isForField = <Context>(key: Key<Context>): boolean => typeof key !== "string" && key.inField === true;

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Where the press came from. "over": a dialog or menu lies over the page. */
export type Place = "page" | "typing" | "over";

/** A press as `Key` writes it, or null for combinations that are the browser's. */
export function keyNameOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Press, isMac: boolean): string | null {
	const name = key.length === 1 ? key.toUpperCase() : key;
	if (isMac ? metaKey : ctrlKey) return shiftKey || altKey ? null : `Mod+${name}`;
	return ctrlKey || metaKey || altKey ? null : name;
}

const isLetter = (press: string): boolean => press.length === 1;

/** The command of these that a press runs, ready to run; null where none does. */
export function commandFor<Context>(
	commands: readonly Command<Context>[],
	context: Context,
	press: string,
	inField = false,
): (() => void) | null {
	for (const command of commands) {
		const key = command.keys?.find((one) => pressOf(one) === press && isForField(one) === inField);
		if (key === undefined) continue;
		if (typeof key !== "string" && key.when?.(context) === false) continue;
		if (command.when?.(context) === false || command.isHeld?.(context) === true) continue;
		return () => command.run(context);
	}
	return null;
}

type Options = { isMac: boolean; letters(): boolean };

/** The commands of what is on screen. The dashboard has one; a test makes its own. */
export function createCommandRegistry({ isMac, letters }: Options) {
	type Binding = (press: string) => (() => void) | null;
	const bindings = new Set<Binding>();
	return {
		/** Makes the commands' keys work until the result is called. While the context is null, they do nothing. */
		bind<Context>(commands: readonly Command<Context>[], context: () => Context | null): () => void {
			const binding: Binding = (press) => {
				const now = context();
				return now === null ? null : commandFor(commands, now, press);
			};
			bindings.add(binding);
			return () => void bindings.delete(binding);
		},
		/** Runs the command that the press belongs to. False: none, and the press is the browser's. */
		press(event: Press, place: Place): boolean {
			const press = keyNameOf(event, isMac);
			if (press === null || (place !== "page" && !press.startsWith("Mod+"))) return false;
			if (isLetter(press) && !letters()) return false;
			for (const binding of bindings) {
				const run = binding(press);
				if (run === null) continue;
				run();
				return true;
			}
			return false;
		},
	};
}
