/** What the loader and the chat know of each other. They are built apart: only types may cross, and constants small enough. */

/** One entry in the page's localStorage for each workspace: see chat/session/saved.ts for what is in it. */
export const storageKey = (key: string): string => `parley.${key}`;

/** The launcher, as the chat is given it. */
export type Shell = {
	/** The public key of the workspace. */
	key: string;
	/** Where Parley is: scheme, host and port, no slash at the end. */
	origin: string;
	/** The workspace's name, or nothing when it could not be asked. */
	name: string;
	/** The shadow root that everything of ours is in. */
	root: ShadowRoot;
	button: HTMLButtonElement;
	/** Unread messages on the launcher; 0 hides the badge. */
	badge(count: number): void;
	/** Takes everything off the page. */
	remove(): void;
};

export type Chat = { toggle(): void };

export type ChatModule = { mount(shell: Shell): Chat };
