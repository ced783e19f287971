/** The chat module, which the loader imports: renders the chat into the launcher's shadow root and returns its `toggle`. */
import css from "./chat.css?inline";
import { Panel } from "./panel.tsx";
import { ChatSession } from "./session/session.ts";
import { render } from "preact";
import { unread } from "./timeline.ts";
import type { Chat, Shell } from "../shell.ts";

/**
 * The events that would leave the shadow root with the host as their target, which a page's handlers don't take for a text
 * area: its shortcuts would swallow letters, its focus guards take the focus back, its scrolling keep the feed's.
 */
const COMPOSED =
	"keydown keypress keyup beforeinput textInput input compositionstart compositionupdate compositionend cut copy paste focusin focusout wheel touchmove".split(
		" ",
	);

export function mount(shell: Shell): Chat {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(css);
	shell.root.adoptedStyleSheets.push(sheet);
	const place = document.createElement("div");
	place.className = "place";
	// Set here, because in a style sheet the build would add a fallback for browsers without light-dark(), of 80 bytes.
	place.style.colorScheme = "light dark";
	// The chat comes before the launcher in the DOM, so that Tab moves from the chat to the launcher.
	shell.button.before(place);

	for (const type of COMPOSED) shell.root.addEventListener(type, (event) => event.stopPropagation(), { passive: true });
	const count = document.createElement("b");
	shell.button.append(count);
	/** Shows the number of unread messages on the launcher; 0 hides the badge. */
	const badge = (messages: number) => {
		count.textContent = messages > 9 ? "9+" : messages > 0 ? `${messages}` : "";
		shell.button.setAttribute("aria-label", messages > 0 ? `Chat, ${messages} unread` : "Chat");
	};
	badge(Number(shell.boot.unread) || 0);

	const session = new ChatSession(shell);
	let open = false;
	const draw = () => {
		const { view } = session.thread;
		if (open) {
			badge(0);
			if (!document.hidden) session.thread.read();
		} else if (view.ready) badge(unread(view.entries, view.state?.visitorReadSeq ?? 0));
		const name = typeof shell.boot.name === "string" ? shell.boot.name : "";
		render(<Panel session={session} name={name} open={open} onClose={() => turn(false)} />, place);
	};
	const turn = (to: boolean) => {
		open = to;
		shell.button.setAttribute("aria-expanded", `${open}`);
		session.tellPage();
		draw();
		if (!open) shell.button.focus();
	};
	shell.button.setAttribute("aria-expanded", "false");
	session.onChange = draw;
	addEventListener("visibilitychange", draw);
	draw();
	return { toggle: () => turn(!open) };
}
