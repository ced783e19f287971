/** The commands of every page: navigation, and the member's own account. */
import type { Theme } from "../../ui/theme.ts";
import type { Command } from "./registry.ts";

export type GoContext = { go(url: string): void };

type Place = Command<GoContext> & { href: string; low?: boolean };

const place = (id: string, name: string, icon: Place["icon"], low = false): Place => ({
	id: `go.${id}`,
	name,
	icon,
	href: `/${id}`,
	low,
	run: ({ go }) => go(`/${id}`),
});

export const placeCommands: readonly Place[] = [
	place("conversations", "Conversations", "chat"),
	place("contacts", "Contacts", "people"),
	place("knowledge", "Knowledge", "book"),
	place("figures", "Figures", "chart"),
	place("settings", "Settings", "gear", true),
];

export type AccountContext = {
	theme: Theme;
	setTheme(theme: Theme): void;
	letterKeys: boolean;
	setLetterKeys(on: boolean): void;
	/** Undefined where the member's role takes no conversations. */
	away: boolean | undefined;
	setAway(away: boolean): void;
	signOut(): void;
	openAccount(): void;
};

const themeCommand = (theme: Theme, name: string, icon: Place["icon"]): Command<AccountContext> => ({
	id: `theme.${theme}`,
	name,
	icon,
	checked: (context) => context.theme === theme,
	run: ({ setTheme }) => setTheme(theme),
});

export const themeCommands: readonly Command<AccountContext>[] = [
	themeCommand("system", "As the system", "screen"),
	themeCommand("light", "Light", "sun"),
	themeCommand("dark", "Dark", "moon"),
];

export const letterKeysCommand: Command<AccountContext> = {
	id: "keys.letters",
	name: "Shortcuts with letters",
	icon: "keyboard",
	checked: ({ letterKeys }) => letterKeys,
	toggles: true,
	run: ({ letterKeys, setLetterKeys }) => setLetterKeys(!letterKeys),
};

/** Who is away is offered no conversations. */
export const awayCommand: Command<AccountContext> = {
	id: "account.away",
	name: "Away",
	icon: "moon",
	checked: ({ away }) => away === true,
	toggles: true,
	when: ({ away }) => away !== undefined,
	run: ({ away, setAway }) => setAway(away !== true),
};

export const accountCommand: Command<AccountContext> = {
	id: "account.open",
	name: "My account",
	icon: "person",
	run: ({ openAccount }) => openAccount(),
};

export const signOutCommand: Command<AccountContext> = {
	id: "account.signOut",
	name: "Sign out",
	icon: "out",
	run: ({ signOut }) => signOut(),
};

/** Those of the account that are in the palette too: a theme's name says little outside its menu. */
export const accountCommands = [accountCommand, awayCommand, letterKeysCommand, signOutCommand];
