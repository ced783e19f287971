/**
 * The page of an invitation's link. The token is behind the "#" of the address; it is read once, taken out of the address bar,
 * and sent only in the body of a POST. Opening the page changes nothing: a button does.
 */
import "./sign-in.css";
import { signal, useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import { InvitationView } from "../../src/protocol/people/team.ts";
import { anything, call } from "../api.ts";
import { enter, leave, me } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Failure, Field, focusWrong } from "../ui/field.tsx";
import { ProviderButtons } from "./providers.tsx";
import { SignIn } from "./sign-in.tsx";

/** Kept while the page is open, so that signing in on the way doesn't lose it; nowhere else. */
const token = signal<string | null>(null);

function takeToken(): void {
	const fragment = location.hash.slice(1);
	if (fragment === "") return;
	token.value = fragment;
	history.replaceState(history.state, "", location.pathname);
}

const open = (body: { token: string }) =>
	call("/invitations/open", { method: "POST", body, schema: InvitationView, signingIn: true });
const accept = (body: { token: string; account: { name: string; password: string } | null }) =>
	call("/invitations/accept", { method: "POST", body, schema: anything, signingIn: true });

export function Join() {
	useTitle("Join");
	const { route } = useLocation();
	const view = useSignal<InvitationView | null>(null);
	const failure = useSignal<string | null>(null);
	const wrong = useSignal<Record<string, string>>({});
	const busy = useSignal(false);
	const signingIn = useSignal(false);
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => {
		takeToken();
		const { value } = token;
		if (value === null) {
			failure.value = "The address has no invitation in it. Open the whole link.";
			return;
		}
		void open({ token: value }).then((answer) => {
			if (answer.ok) view.value = answer.value;
			else failure.value = answer.failure.message;
		});
	}, []);
	const invitation = view.value;
	const who = me.value?.member ?? null;
	const isOther = invitation !== null && who !== null && who.email !== invitation.email;
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (form.current === null || token.value === null || invitation === null || busy.value) return;
		const data = new FormData(form.current);
		const account = invitation.hasAccount
			? null
			: { name: `${data.get("name") ?? ""}`.trim(), password: `${data.get("password") ?? ""}` };
		failure.value = null;
		wrong.value = {};
		busy.value = true;
		const answer = await accept({ token: token.value, account });
		busy.value = false;
		if (answer.ok) {
			token.value = null;
			await enter();
			return route("/conversations", true);
		}
		if (answer.failure.reason === "sign_in") {
			signingIn.value = true;
			return;
		}
		const { fields } = answer.failure;
		wrong.value = Object.fromEntries(Object.entries(fields).map(([key, text]) => [key.split(".").at(-1) ?? key, text]));
		if (Object.keys(fields).length === 0) failure.value = answer.failure.message;
		focusWrong();
	};
	if (signingIn.value)
		return (
			<SignIn lost={false} why="Sign in to accept the invitation." onDone={() => void (signingIn.value = false)} />
		);
	return (
		<main class="door scroll">
			<form ref={form} class="card" onSubmit={submit} noValidate>
				<div class="head">
					<span class="mark" aria-hidden="true">
						p
					</span>
					<h1 dir="auto">{invitation === null ? "An invitation" : `Join ${invitation.workspace}`}</h1>
					{invitation !== null && (
						<p class="quiet">
							{invitation.invitedBy} invites {invitation.email} as {invitation.role === "viewer" ? "a" : "an"}{" "}
							{invitation.role}.
						</p>
					)}
				</div>
				<Failure text={failure.value} />
				{isOther && (
					<>
						<p>
							You are signed in as {who.email}, and this invitation is for {invitation.email}.
						</p>
						<button type="button" class="btn wide" onClick={() => void leave()}>
							Sign out
						</button>
					</>
				)}
				{invitation !== null && !isOther && (
					<>
						{!invitation.hasAccount && (
							<>
								<Field steady label="Your name" hint="Visitors see it when you reply." wrong={wrong.value["name"]}>
									{(attributes) => <input {...attributes} class="input" name="name" autocomplete="name" required />}
								</Field>
								{/* For password managers, which keep a password by the name beside it. */}
								<input type="email" name="email" autocomplete="username" value={invitation.email} readOnly hidden />
								<Field steady label="Password" hint="At least 10 characters." wrong={wrong.value["password"]}>
									{(attributes) => (
										<input
											{...attributes}
											class="input"
											name="password"
											type="password"
											autocomplete="new-password"
											required
										/>
									)}
								</Field>
							</>
						)}
						<button type="submit" class="btn p wide" aria-disabled={busy.value}>
							{busy.value ? "Joining" : "Join the team"}
						</button>
						{!invitation.hasAccount && <ProviderButtons invitation={token.value} />}
					</>
				)}
			</form>
		</main>
	);
}
