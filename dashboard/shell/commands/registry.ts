/**
 * The command registry: every action of the user is declared once, as a command with an id, a name, keys, a condition and a
 * function. The object it acts on is passed in as its context. Menus and buttons show offers, which are commands with a
 * context; a key press runs a command of a mounted component (use-commands.tsx). Keys that operate a control (Enter in a
 * text box, arrows in a menu or between tabs) belong to the control and not to commands. Pure.
 */
import type { IconName } from "../../ui/icon.tsx";
import type { MenuChoice, MenuItem } from "../../ui/menu.tsx";

/**
 * A key binding. "E" or "ArrowDown" works while the focus isn't in an input and no dialog or menu is open, and so does "Mod+Z".
 * "Shift+J" is a letter with Shift. Another key with Ctrl or a Mac's ⌘ ("Mod+K") always works. `inField`: only in the text box whose component passes its key events on.
 */
export type Key<Context> = string | { press: string; inField?: true; when?(context: Context): boolean };

export type Command<Context> = {
	/** The object's kind and the action: "conversation.close". */
	id: string;
	name: string;
	/** A shorter name for places that show what it acts on. */
	short?: string;
	icon?: IconName;
	danger?: boolean;
	keys?: readonly Key<Context>[];
	/** Whether the command is available. If not, menus leave it out and its keys do nothing. Absent: always available. */
	when?(context: Context): boolean;
	/** True: the command is running already, so menus show it disabled. */
	isHeld?(context: Context): boolean;
	/** Whether it is the current choice among several, or a switch (`toggles`) that is on. */
	checked?(context: Context): boolean;
	toggles?: boolean;
	/** Not in the palette: it only moves the focus or closes what is open. */
	unlisted?: true;
	run(context: Context): void;
};

/** A command bound to its context, for a button or menu. */
export type Offer = Pick<Command<never>, "id" | "name" | "short" | "icon" | "danger" | "toggles"> & {
	/** The keys that run it here, in the form of `Key`. */
	keys: readonly string[];
	/** The keys among them that work in the command's text box. */
	fieldKeys: readonly string[];
	checked: boolean | undefined;
	enabled: boolean;
	held: boolean;
	run(): void;
};

/** An offer for a menu. It has no keys, because keys act on the open object and not on the one whose menu it is. */
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

/** An offer with the keys, for a context to which the keys are bound. */
export const offerWithKeys = <Context>(command: Command<Context>, context: Context): Offer => {
	const keys = command.keys ?? [];
	return {
		...offer(command, context),
		keys: keys.filter((key) => !isForField(key)).map(pressOf),
		fieldKeys: keys.filter(isForField).map(pressOf),
	};
};

/** An offer that runs another function first, such as to close the drawer around its button. */
export const before = (first: () => void, then: Offer): Offer => ({ ...then, run: () => (first(), then.run()) });

/** The menu item of an offer: a list of one, or empty where the command isn't available. */
export const menuItem = (
	{ name, icon, danger, toggles, keys: [hint], checked, enabled, held, run }: Offer,
	look: Pick<MenuChoice, "before"> = {},
): MenuItem[] => (enabled ? [{ ...look, name, icon, danger, toggles, hint, checked, disabled: held, run }] : []);

const pressOf = <Context>(key: Key<Context>): string => (typeof key === "string" ? key : key.press);
/** A key's name in the form of `Key`, whatever its condition. */
export const nameOfKey = (key: Key<never>): string => pressOf(key);
const isForField = <Context>(key: Key<Context>): boolean => typeof key !== "string" && key.inField === true;

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey"> &
	Partial<Pick<KeyboardEvent, "getModifierState">>;

/** Where the focus is at a key press. "over": in a dialog or menu over the page. */
export type Place = "page" | "typing" | "over";

/** A key press in the form of `Key`; null for combinations that belong to the browser. */
export function keyNameOf(press: Press, isMac: boolean): string | null {
	const { key, ctrlKey, metaKey, shiftKey, altKey } = press;
	// With AltGr somebody writes a letter of their own: "ł" on a Polish keyboard, "@" on a German one.
	if (press.getModifierState?.("AltGraph")) return null;
	const name = key.length === 1 ? key.toUpperCase() : key;
	if (isMac ? metaKey : ctrlKey) return shiftKey || altKey ? null : `Mod+${name}`;
	if (ctrlKey || metaKey || altKey) return null;
	return shiftKey && /^\p{L}$/u.test(name) ? `Shift+${name}` : name;
}

/** A text box takes back what was typed into it by keys of its own. */
const isEverywhere = (press: string): boolean => press.startsWith("Mod+") && press !== "Mod+Z";

const isLetter = (press: string): boolean => press.replace("Shift+", "").length === 1;

/** The function of the command that a key press runs; null where no command has the key. */
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

/** The registry of the commands whose components are mounted. The dashboard has one; tests create their own. */
export function createCommandRegistry({ isMac, letters }: Options) {
	type Binding = { run(press: string): (() => void) | null; offers(): Offer[] };
	const bindings = new Set<Binding>();
	return {
		/** Binds the commands' keys; returns the function that unbinds them. While the context is null, they do nothing. */
		bind<Context>(commands: readonly Command<Context>[], context: () => Context | null): () => void {
			const binding: Binding = {
				run(press) {
					const now = context();
					return now === null ? null : commandFor(commands, now, press);
				},
				offers() {
					const now = context();
					if (now === null) return [];
					const listed = commands.filter(({ unlisted }) => !unlisted).map((command) => offerWithKeys(command, now));
					return listed.filter(({ enabled, held }) => enabled && !held);
				},
			};
			bindings.add(binding);
			return () => void bindings.delete(binding);
		},
		/** What can be done now: the commands of all mounted components, the latest first, for it is the nearest. */
		offers: (): Offer[] => [...bindings].toReversed().flatMap((binding) => binding.offers()),
		/** Runs the command of a key press. False: no command has the key, so the browser handles it. */
		press(event: Press, place: Place): boolean {
			const press = keyNameOf(event, isMac);
			if (press === null || (place !== "page" && !isEverywhere(press))) return false;
			if (isLetter(press) && !letters()) return false;
			// A letter with Shift is the letter, where no command has it with Shift.
			for (const name of new Set([press, press.replace("Shift+", "")]))
				for (const binding of bindings) {
					const run = binding.run(name);
					if (run === null) continue;
					run();
					return true;
				}
			return false;
		},
	};
}
