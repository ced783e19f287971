/** The chat module, which the loader imports: renders the chat into the launcher's shadow root and returns its `toggle`. */
import css from "./chat.css?inline";
import { Panel } from "./panel.tsx";
import { ChatSession } from "./session/session.ts";
import { render } from "preact";
import { unread } from "./timeline.ts";
import type { Chat, Shell } from "../shell.ts";

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

	const session = new ChatSession(shell);
	let open = false;
	const draw = () => {
		const { view } = session.thread;
		if (open) {
			shell.badge(0);
			if (!document.hidden) session.thread.read();
		} else if (view.ready) shell.badge(unread(view.entries, view.state?.visitorReadSeq ?? 0));
		render(<Panel session={session} name={shell.name} open={open} onClose={() => turn(false)} />, place);
	};
	const turn = (to: boolean) => {
		open = to;
		shell.button.setAttribute("aria-expanded", `${open}`);
		shell.root.host.toggleAttribute("data-open", open);
		session.tellPage();
		draw();
		if (!open) shell.button.focus();
	};
	session.onChange = draw;
	addEventListener("visibilitychange", draw);
	draw();
	return { toggle: () => turn(!open) };
}
