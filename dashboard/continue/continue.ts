/**
 * The page that a link in a mail opens (src/conversation/mail/link.ts). It takes the code out of the address bar at once, and
 * exchanges it when somebody presses the button: a scanner that only opens the link changes nothing. The chat is then the
 * widget as on the team's own site, with a session for the one conversation.
 */
import "./continue.css";

/** As the widget keeps its session (widget/chat/session/saved.ts). */
const storageKey = (key: string): string => `parley.${key}`;

const code = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

const what = document.getElementById("what");
const button = document.getElementById("open");

const say = (text: string): void => {
	if (what) what.textContent = text;
};

type Linked = { key: string; conversation: string; token: string; visitor: string };

const isLinked = (value: unknown): value is Linked =>
	typeof value === "object" &&
	value !== null &&
	["key", "conversation", "token", "visitor"].every((name) => typeof Reflect.get(value, name) === "string");

async function exchange(): Promise<Linked | "ended" | "later"> {
	try {
		const response = await fetch("/api/mail-link", {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ code }),
		});
		if (response.status === 404 || response.status === 422) return "ended";
		const answer: unknown = response.ok ? await response.json() : null;
		return isLinked(answer) ? answer : "later";
	} catch {
		return "later";
	}
}

/** Presses the launcher as soon as the tag has drawn it. */
function openWhenDrawn(): void {
	const press = () => {
		const launcher = document.querySelector("[data-parley]")?.shadowRoot?.querySelector("button");
		launcher?.click();
		return launcher !== null && launcher !== undefined;
	};
	if (press()) return;
	const watch = new MutationObserver(() => {
		if (press()) watch.disconnect();
	});
	watch.observe(document.body, { childList: true });
}

button?.addEventListener("click", async () => {
	button.setAttribute("disabled", "");
	const linked = await exchange();
	if (linked === "later") {
		button.removeAttribute("disabled");
		return say("That didn't work. Try again in a moment.");
	}
	button.hidden = true;
	if (linked === "ended")
		return say("This link has ended: it is older than seven days, or a newer e-mail has another.");
	const { key, token, visitor, conversation } = linked;
	localStorage.setItem(storageKey(key), JSON.stringify({ token, visitor, conversation, until: 0 }));
	say("The chat is open.");
	const tag = document.createElement("script");
	tag.src = `/widget.js?key=${encodeURIComponent(key)}`;
	document.head.append(tag);
	openWhenDrawn();
});
