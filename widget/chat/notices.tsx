/** Notices below the last message: the offer's two buttons, the queue, the team's absence, the closed conversation. */
import { Component } from "preact";
import { randomId } from "../../client/id.ts";
import type { ThreadCore } from "../../client/thread-core.ts";
import type { ChatSession } from "./session/session.ts";
import { nobodyIn } from "./timeline.ts";
import { duration, refusal } from "./labels.ts";

export function Notices({ session }: { session: ChatSession }) {
	const { thread, info } = session;
	const { state, entries, availability } = thread.view;
	if (state === null) return null;
	/** The visitor's e-mail address, to which an answer goes if they leave, or a form that asks for one. No promise without mail. */
	const reach = (label: string) =>
		state.email === null ? (
			<Email thread={thread} label={info?.mails ? label : "Your e-mail address"} />
		) : (
			info?.mails && <p>The team can reach you at {state.email}.</p>
		);

	if (state.status === "closed")
		return (
			<div class="card">
				<p>This conversation is closed. Write again to reopen it.</p>
				<button type="button" class="choice" onClick={() => session.startAnew()}>
					Start a new conversation
				</button>
			</div>
		);

	if (state.handler === "waiting") {
		const people = availability ?? info?.availability;
		const away = nobodyIn(entries) || people?.open === false;
		const usual = people?.usualReplyMs;
		return (
			<div class="card wait">
				<p>
					<strong>{away ? "Nobody is in just now." : "You are in the queue."}</strong>{" "}
					{away
						? "The team will answer when somebody is back."
						: usual
							? `A person usually replies within ${duration(usual)}.`
							: "A person will reply here."}
				</p>
				{reach("Where can the team reach you if you leave?")}
			</div>
		);
	}

	if (state.offered)
		return (
			<>
				<Offer key={entries.at(-1)?.seq} thread={thread} />
				{reach("Or leave your e-mail address for an answer.")}
			</>
		);
	return null;
}

/** The offer's two buttons. Like the e-mail form, it sends once and waits for the server's answer. */
class Offer extends Component<{ thread: ThreadCore }, { busy: boolean }> {
	override state = { busy: false };

	#choose = async (choice: "person" | "ai") => {
		if (this.state.busy) return;
		this.setState({ busy: true });
		await this.props.thread.frame({ type: "choose", id: randomId(), choice });
		this.setState({ busy: false });
	};

	render(_: unknown, { busy }: { busy: boolean }) {
		return (
			<div class="offer">
				<button type="button" class="choice main" aria-disabled={busy} onClick={() => this.#choose("person")}>
					Talk to a person
				</button>
				<button type="button" class="choice" aria-disabled={busy} onClick={() => this.#choose("ai")}>
					Ask something else
				</button>
			</div>
		);
	}
}

type EmailProps = { thread: ThreadCore; label: string };
type EmailState = { email: string; busy: boolean; problem: string };

class Email extends Component<EmailProps, EmailState> {
	override state = { email: "", busy: false, problem: "" };

	#save = async (event: Event) => {
		event.preventDefault();
		const email = this.state.email.trim();
		if (this.state.busy || email === "") return;
		this.setState({ busy: true, problem: "" });
		const outcome = await this.props.thread.frame({ type: "email", id: randomId(), email });
		this.setState({ busy: false, problem: outcome.ok ? "" : refusal(outcome.reason) });
	};

	render({ label }: EmailProps, { email, busy, problem }: EmailState) {
		return (
			<form class="email" noValidate onSubmit={this.#save}>
				{/* Only one form is rendered at a time, so its ids are unique in the shadow root. */}
				<label for="email">{label}</label>
				<div>
					<input
						id="email"
						type="email"
						autocomplete="email"
						placeholder="you@example.com"
						value={email}
						aria-invalid={problem !== ""}
						aria-describedby="email-problem"
						onInput={({ currentTarget: { value } }) => this.setState({ email: value })}
					/>
					<button type="submit" class="choice" aria-disabled={busy}>
						{busy ? "Saving" : "Save"}
					</button>
				</div>
				<p id="email-problem" class="problem" role="alert">
					{problem}
				</p>
			</form>
		);
	}
}
