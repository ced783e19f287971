/** All of the dashboard's commands: every key on a screen belongs to exactly one command, and runs it. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { blockCommand, unblockCommand } from "../../dashboard/contacts/commands.ts";
import { openCommand, searchCommands, selectionCommands, viewCommand } from "../../dashboard/conversations/commands.ts";
import { viewsFor } from "../../dashboard/conversations/views.ts";
import { overCommands } from "../../dashboard/palette/commands.ts";
import {
	type AccountContext,
	accountCommands,
	awayCommand,
	placeCommands,
	themeCommands,
} from "../../dashboard/shell/commands/app-commands.ts";
import { type Command, commandFor, keyNameOf, offer } from "../../dashboard/shell/commands/registry.ts";
import { listCommands } from "../../dashboard/shell/commands/list-commands.ts";
import {
	changeCommand,
	readAgainCommand,
	removeCommand,
	type SourceContext,
	stopCommand,
} from "../../dashboard/sources/commands.ts";
import {
	assignCommand,
	type ConversationContext,
	leaveCommands,
	type ThreadContext,
	threadCommands,
} from "../../dashboard/thread/commands.ts";
import {
	copilotCommands,
	rephraseCommand,
	shortenCommand,
	translateCommand,
	translateIntoCommands,
} from "../../dashboard/thread/reply/copilot-commands.ts";
import { undoCommands } from "../../dashboard/undo/commands.ts";
import { may } from "../../src/auth/roles.ts";

/** The keyboard event for a command's key. */
const pressOf = (key: string): Parameters<typeof keyNameOf>[0] => {
	const isWithModifier = key.startsWith("Mod+");
	const isShifted = key.startsWith("Shift+");
	const plain = key.replace(/^(Mod|Shift)\+/, "");
	return {
		key: plain.length === 1 ? plain.toLowerCase() : plain,
		ctrlKey: isWithModifier,
		metaKey: false,
		shiftKey: isShifted,
		altKey: false,
	};
};

/** The calls that commands made, in a context in which all of them are possible. */
const done: string[] = [];
const does = (what: string) => () => {
	done.push(what);
};
const conversation: ConversationContext = {
	state: { status: "open", handler: "waiting", assignee: null, archived: false },
	me: "m_1",
	can: () => true,
	act: does("act"),
};
const thread: ThreadContext = {
	...conversation,
	takeOver: does("takeOver"),
	chooseAssignee: does("chooseAssignee"),
	chooseSnooze: does("chooseSnooze"),
	markUnread: does("markUnread"),
	chooseTags: does("chooseTags"),
	write: does("write"),
	showVisitor: does("showVisitor"),
	mailTranscript: does("mailTranscript"),
	block: does("block"),
	unblock: does("unblock"),
	forgetBrowser: does("forgetBrowser"),
};

const bound = <Context>(commands: readonly Command<Context>[], context: Context) => ({
	ids: commands.map(({ id }) => id),
	keys: (field: boolean) =>
		commands.flatMap(({ id, keys = [] }) =>
			keys
				.map((key) => (typeof key === "string" ? { press: key } : key))
				.filter((key) => ("inField" in key && key.inField === true) === field)
				.map(({ press }) => ({ id, press })),
		),
	run: (press: string, field: boolean) => commandFor(commands, context, press, field),
});

const account = (away: boolean | undefined): AccountContext => ({
	theme: "system",
	setTheme: does("setTheme"),
	letterKeys: true,
	setLetterKeys: does("setLetterKeys"),
	away,
	setAway: (next) => done.push(`away ${next}`),
	signOut: does("signOut"),
	openAccount: does("openAccount"),
});

/** The sets of commands with keys, by their names in the sources. */
const sets = {
	listCommands: bound(listCommands, {
		isEmpty: () => false,
		move: does("move"),
		toFirst: does("toFirst"),
		toLast: does("toLast"),
		hasArrows: () => true,
		hasFocus: () => true,
	}),
	selectionCommands: bound(selectionCommands, {
		current: "c_1",
		toggle: does("toggle"),
		extend: does("extend"),
		count: 1,
		clear: does("clear"),
		busy: false,
		markUnread: does("markUnread"),
		me: "m_1",
		can: () => true,
		change: does("change"),
		chooseSnooze: does("chooseSnooze"),
		chooseBlock: does("chooseBlock"),
	}),
	overCommands: bound(overCommands, { open: does("open") }),
	accountCommands: bound(accountCommands, account(false)),
	undoCommands: bound(undoCommands, { canUndo: () => true, undo: does("undo") }),
	searchCommands: bound(searchCommands, { focus: does("focus") }),
	leaveCommands: bound(leaveCommands, { leave: does("leave") }),
	threadCommands: bound(threadCommands, thread),
	copilotCommands: bound(copilotCommands, {
		canReply: true,
		suggest: does("suggest"),
		isPut: true,
		undo: does("undo"),
		redo: does("redo"),
		cancel: does("cancel"),
	}),
};

/** The sets that are on screen at the same time. */
const screens: Record<string, (keyof typeof sets)[]> = {
	"the list": [
		"overCommands",
		"accountCommands",
		"undoCommands",
		"listCommands",
		"selectionCommands",
		"searchCommands",
	],
	"a thread beside the list": [
		"overCommands",
		"accountCommands",
		"undoCommands",
		"listCommands",
		"leaveCommands",
		"threadCommands",
		"copilotCommands",
	],
	"the contacts": ["overCommands", "accountCommands", "undoCommands", "listCommands"],
};

const sources = readdirSync("dashboard", { recursive: true, encoding: "utf8" })
	.filter((name) => /\.tsx?$/.test(name))
	.map((name) => ({ name: basename(name), text: readFileSync(join("dashboard", name), "utf8") }));
const filesWith = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe("the dashboard's keys", () => {
	test("are bound nowhere but through the registry, and these are all the sets", () => {
		// Two bind none: typed-ahead.ts keeps what is typed for the palette's text box, and the emoji's panel keeps its letters from
		// the commands.
		const listening = ["panel.tsx", "typed-ahead.ts", "use-commands.tsx"];
		expect(filesWith(/addEventListener\(\s*"key/).toSorted()).toEqual(listening);
		const used = sources.flatMap(({ text }) =>
			[...text.matchAll(/\buseCommands(?:<\w+>)?\((\w+),/g)].map(([, name]) => name),
		);
		expect(new Set(used)).toEqual(new Set(Object.keys(sets)));
		expect(new Set(Object.values(screens).flat())).toEqual(new Set(Object.keys(sets)));
	});

	test("are named on screen only as a command's own", () => {
		expect(filesWith(/<kbd/).toSorted()).toEqual(["keys-sheet.tsx", "menu.tsx", "palette.tsx", "use-commands.tsx"]);
		expect(filesWith(/\bhint\b.*\brun\b/)).toEqual(["palette.tsx", "registry.ts"]);
		expect(filesWith(/aria-keyshortcuts="/)).toEqual([]);
	});

	test.each(Object.entries(screens))("on %s are one command's each", (_, names) => {
		for (const field of [false, true]) {
			const keys = names.flatMap((name) => sets[name].keys(field).map(({ press }) => press));
			expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());
		}
	});

	test.each(Object.entries(sets))("of %s each do something", (_, { keys, run }) => {
		for (const field of [false, true])
			for (const { id, press } of keys(field)) {
				// Checked with a keyboard event: a key that no event has could never work.
				expect(keyNameOf(pressOf(press), false), id).toBe(press);
				done.length = 0;
				run(press, field)?.();
				expect(done, id).toHaveLength(1);
			}
	});
});

test("being away is on and off, and nothing for who takes no conversations", () => {
	done.length = 0;
	for (const away of [false, true]) {
		const { checked, enabled, run } = offer(awayCommand, account(away));
		expect({ checked, enabled }).toEqual({ checked: away, enabled: true });
		run();
	}
	expect(done).toEqual(["away true", "away false"]);
	expect(offer(awayCommand, account(undefined)).enabled).toBe(false);
});

test("every command has an id of its own", () => {
	const ids = [
		...Object.values(sets).flatMap((set) => set.ids),
		...[...placeCommands, ...themeCommands].map(({ id }) => id),
		...[openCommand, blockCommand, unblockCommand].map(({ id }) => id),
		...viewsFor("m_1").map((view) => viewCommand(view).id),
		...[readAgainCommand, changeCommand, stopCommand, removeCommand].map(({ id }) => id),
		...[rephraseCommand, shortenCommand, translateCommand, ...translateIntoCommands].map(({ id }) => id),
		...[assignCommand(null, "Nobody"), assignCommand("m_1", "Ines")].map(({ id }) => id),
	];
	expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
});

describe("what can be done with a conversation", () => {
	const offered = (change: Partial<ThreadContext["state"]>, more: Partial<ThreadContext> = {}) => {
		const context = { ...thread, state: { ...thread.state, ...change }, ...more };
		return threadCommands.filter((command) => offer(command, context).enabled).map(({ id }) => id.split(".")[1]);
	};
	const mine = { handler: "human", assignee: { id: "m_1", name: "Ines" } } as const;

	test("follows its state", () => {
		const always = ["write", "write", "show", "mailTranscript"];
		expect(offered({})).toEqual([
			"takeOver",
			"assign",
			"close",
			"snooze",
			"tag",
			"markUnread",
			"handBack",
			...always,
			"block",
			"forgetBrowser",
		]);
		expect(offered({ handler: "ai" })).toEqual([
			"takeOver",
			"assign",
			"close",
			"snooze",
			"tag",
			"markUnread",
			...always,
			"block",
			"forgetBrowser",
		]);
		expect(offered(mine)).toEqual([
			"assign",
			"close",
			"snooze",
			"tag",
			"markUnread",
			"handBack",
			...always,
			"block",
			"forgetBrowser",
		]);
		expect(offered({ ...mine, assignee: { id: "m_2", name: "Marco" } })).toContain("takeOver");
		expect(offered({ snooze: { until: null } })).toEqual([
			"takeOver",
			"assign",
			"close",
			"snooze",
			"wake",
			"tag",
			"markUnread",
			"handBack",
			...always,
			"block",
			"forgetBrowser",
		]);
		expect(offered({ status: "closed", handler: "ai" })).toEqual([
			"reopen",
			"tag",
			"markUnread",
			...always,
			"block",
			"forgetBrowser",
		]);
		expect(offered({ status: "closed", archived: true })).toEqual([
			"tag",
			"markUnread",
			...always,
			"unblock",
			"forgetBrowser",
		]);
	});

	test("follows who one is", () => {
		const can = (role: Parameters<typeof may>[0]): Partial<ThreadContext> => ({
			can: (permission) => may(role, permission),
			showVisitor: null,
		});
		expect(offered({}, can("viewer"))).toEqual([]);
		expect(offered({ archived: true }, can("agent"))).not.toContain("unblock");
		expect(offered({}, can("agent"))).toContain("block");
	});
});

test("a source that is being read can't be read again meanwhile, but stopped", () => {
	const at = (kind: SourceContext["source"]["kind"], state: SourceContext["source"]["state"]): SourceContext => ({
		source: { kind, state },
		readAgain: does("readAgain"),
		change: does("change"),
		stop: does("stop"),
		remove: does("remove"),
	});
	expect(offer(readAgainCommand, at("crawled", "running"))).toMatchObject({ enabled: true, held: true });
	expect(offer(stopCommand, at("crawled", "running")).enabled).toBe(true);
	expect(offer(stopCommand, at("crawled", "done")).enabled).toBe(false);
	expect([readAgainCommand, changeCommand].map((one) => offer(one, at("uploaded", "done")).enabled)).toEqual([
		false,
		false,
	]);
});
