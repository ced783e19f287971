/** The dashboard's commands: which command a key press runs, and what a button or menu shows of a command. */
import { describe, expect, test } from "vitest";
import {
	before,
	type Command,
	commandFor,
	createCommandRegistry,
	menuItem,
	keyNameOf,
	offer,
	offerWithKeys,
} from "../../dashboard/shell/commands/registry.ts";

type Press = Parameters<typeof keyNameOf>[0];
const pressed = (key: string, modifiers: Partial<Press> = {}): Press => ({
	key,
	ctrlKey: false,
	metaKey: false,
	shiftKey: false,
	altKey: false,
	...modifiers,
});
const ran: string[] = [];
const runs = (id: string, keys: Command<object>["keys"], more: Partial<Command<object>> = {}): Command<object> => ({
	id,
	name: id,
	keys,
	run: () => ran.push(id),
	...more,
});

function registryOf(commands: readonly Command<object>[], { isMac = false, letters = true } = {}) {
	ran.length = 0;
	const registry = createCommandRegistry({ isMac, letters: () => letters });
	return { registry, unbind: registry.bind(commands, () => ({})) };
}

describe("a key press", () => {
	test("runs its command, in either case, and nothing once the command is gone", () => {
		const { registry, unbind } = registryOf([runs("close", ["E"]), runs("next", ["J", "ArrowDown"])]);
		expect(registry.press(pressed("e"), "page")).toBe(true);
		expect(registry.press(pressed("E", { shiftKey: true }), "page")).toBe(true);
		expect(registry.press(pressed("ArrowDown"), "page")).toBe(true);
		expect(registry.press(pressed("q"), "page")).toBe(false);
		expect(ran).toEqual(["close", "close", "next"]);
		unbind();
		expect(registry.press(pressed("e"), "page")).toBe(false);
	});

	test("is left to the browser with a modifier, while somebody types, and under a menu or dialog", () => {
		const { registry } = registryOf([runs("close", ["E"])]);
		for (const modifier of ["ctrlKey", "metaKey", "altKey"])
			expect(registry.press(pressed("e", { [modifier]: true }), "page")).toBe(false);
		expect(registry.press(pressed("e"), "typing")).toBe(false);
		expect(registry.press(pressed("e"), "over")).toBe(false);
	});

	test("is somebody's letter where it is written with AltGr", () => {
		const { registry } = registryOf([runs("take", ["T"]), runs("search", ["/"])]);
		const altGr = { getModifierState: (key: string) => key === "AltGraph" };
		expect(registry.press(pressed("t", altGr), "page")).toBe(false);
		expect(registry.press(pressed("/", altGr), "page")).toBe(false);
		// On a German keyboard, a slash is Shift and 7.
		expect(registry.press(pressed("/", { shiftKey: true, getModifierState: () => false }), "page")).toBe(true);
	});

	test("with the platform's modifier works everywhere", () => {
		const { registry } = registryOf([runs("search", ["Mod+K"])]);
		for (const place of ["page", "typing", "over"] as const)
			expect(registry.press(pressed("k", { ctrlKey: true }), place)).toBe(true);
		expect(registry.press(pressed("k"), "page")).toBe(false);
		expect(registry.press(pressed("k", { metaKey: true }), "page")).toBe(false);
		expect(keyNameOf(pressed("k", { metaKey: true }), true)).toBe("Mod+K");
		expect(keyNameOf(pressed("k", { metaKey: true, shiftKey: true }), true)).toBe(null);
	});

	test("of a letter does nothing once letters are turned off; other keys still do", () => {
		const { registry } = registryOf([runs("close", ["E"]), runs("leave", ["Escape"]), runs("search", ["Mod+K"])], {
			letters: false,
		});
		expect(registry.press(pressed("e"), "page")).toBe(false);
		expect(registry.press(pressed("Escape"), "page")).toBe(true);
		expect(registry.press(pressed("k", { ctrlKey: true }), "typing")).toBe(true);
	});

	test("skips commands that are disabled or have nothing to act on", () => {
		const { registry } = registryOf([
			runs("not now", ["E"], { when: () => false }),
			runs("under way", ["E"], { isHeld: () => true }),
			runs("not by this key", [{ press: "E", when: () => false }]),
		]);
		registry.bind([runs("nowhere", ["E"])], () => null);
		expect(registry.press(pressed("e"), "page")).toBe(false);
		registry.bind([runs("now", ["E"])], () => ({}));
		expect(registry.press(pressed("e"), "page")).toBe(true);
		expect(ran).toEqual(["now"]);
	});

	test("in a text box runs only commands for text boxes", () => {
		const commands = [runs("suggest", ["S", { press: "Mod+J", inField: true }])];
		const { registry } = registryOf(commands);
		expect(registry.press(pressed("j", { ctrlKey: true }), "typing")).toBe(false);
		expect(commandFor(commands, {}, "S", true)).toBe(null);
		commandFor(commands, {}, "Mod+J", true)?.();
		expect(ran).toEqual(["suggest"]);
	});
});

describe("a button or menu item", () => {
	const close = runs("close", ["E", { press: "Mod+E", inField: true }], { icon: "check", checked: () => true });

	test("shows keys only where they act on the same thing", () => {
		expect(menuItem(offer(close, {}))).toMatchObject([
			{ name: "close", icon: "check", checked: true, hint: undefined },
		]);
		expect(offerWithKeys(close, {})).toMatchObject({ keys: ["E"], fieldKeys: ["Mod+E"] });
		expect(menuItem(offerWithKeys(close, {}))).toMatchObject([{ hint: "E" }]);
	});

	test("of an impossible command isn't in a menu, and of a running one is disabled", () => {
		expect(menuItem(offer({ ...close, when: () => false }, {}))).toEqual([]);
		expect(menuItem(offer({ ...close, isHeld: () => true }, {}))).toMatchObject([{ disabled: true }]);
	});

	test("can run something else before its command", () => {
		ran.length = 0;
		before(() => ran.push("shut"), offer(close, {})).run();
		expect(ran).toEqual(["shut", "close"]);
	});
});

test("the palette is offered what can be done now, the nearest first", () => {
	const registry = createCommandRegistry({ isMac: false, letters: () => true });
	const can = { close: true };
	registry.bind([runs("search", ["/"]), runs("next", ["J"], { unlisted: true })], () => ({}));
	registry.bind(
		[runs("close", ["E"], { when: () => can.close }), runs("send", undefined, { isHeld: () => true })],
		() => ({}),
	);
	registry.bind([runs("gone", ["G"])], () => null);
	expect(registry.offers().map(({ id, keys }) => [id, ...keys])).toEqual([
		["close", "E"],
		["search", "/"],
	]);
	can.close = false;
	expect(registry.offers().map(({ id }) => id)).toEqual(["search"]);
});
