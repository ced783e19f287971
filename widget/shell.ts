/** The interface between the loader and the chat. They are built separately, so this holds only types and small constants. */

/** The workspace's key in the page's localStorage. chat/session/saved.ts describes the value. */
export const storageKey = (key: string): string => `parley.${key}`;

/** The launcher, as the loader passes it to the chat. */
export type Shell = {
	/** The public key of the workspace. */
	key: string;
	/** Parley's origin: scheme, host and port, without a slash at the end. */
	origin: string;
	/** The server's answer to the loader, unchecked: the workspace's name, and how many messages are unread. */
	boot: { name?: unknown; unread?: unknown };
	/** The widget's shadow root. */
	root: ShadowRoot;
	button: HTMLButtonElement;
	/** Removes the widget from the page. */
	remove(): void;
};

export type Chat = { toggle(): void };

export type ChatModule = { mount(shell: Shell): Chat };
