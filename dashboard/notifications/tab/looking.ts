/** Tells the Inbox where the member looks: whether this page has the keyboard, and which conversation is on the screen. */
import { useEffect } from "preact/hooks";
import { useInbox } from "../../shell/inbox-context.tsx";

export function useLooking(path: string): void {
	const inbox = useInbox();
	useEffect(() => {
		const [, id] = /^\/conversations\/([^/?]+)/.exec(path) ?? [];
		const look = () => {
			const visible = document.visibilityState === "visible";
			inbox.look(visible && document.hasFocus(), visible && id !== undefined ? decodeURIComponent(id) : null);
		};
		look();
		const on = ["focus", "blur", "visibilitychange"] as const;
		// The window's events, and the document's, which come through it.
		for (const name of on) addEventListener(name, look, { capture: true });
		return () => {
			for (const name of on) removeEventListener(name, look, { capture: true });
		};
	}, [path]);
}
