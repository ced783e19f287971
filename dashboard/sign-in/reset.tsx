/**
 * The page of a link that sets a new password. As with an invitation's, the token is behind the "#", is taken out of the
 * address bar, and acts only on a POST.
 */
import "./sign-in.css";
import { signal, useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { anything, call } from "../api.ts";
import { useSaving } from "../fetch/saving.ts";
import { useTitle } from "../shell/title.ts";
import { Failure, PasswordField } from "../ui/field.tsx";
import { tell } from "../ui/toast.tsx";

const token = signal<string | null>(null);

const reset = (body: { token: string; password: string }) =>
	call("/auth/reset", { method: "POST", body, schema: anything, signingIn: true });

export function Reset() {
	useTitle("New password");
	const { route } = useLocation();
	const password = useSignal("");
	const { busy, wrong, failure, save } = useSaving();
	useEffect(() => {
		const fragment = location.hash.slice(1);
		if (fragment !== "") {
			token.value = fragment;
			history.replaceState(history.state, "", location.pathname);
		}
		if (token.value === null) failure.value = "The address has no link in it. Open the whole link.";
	}, []);
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		const { value: link } = token;
		if (link === null || (await save(() => reset({ token: link, password: password.value }))) === null) return;
		token.value = null;
		tell("Your new password is set. Sign in with it.");
		route("/conversations", true);
	};
	return (
		<main class="door scroll">
			<form class="card" onSubmit={submit} noValidate>
				<div class="head">
					<span class="mark" aria-hidden="true">
						p
					</span>
					<h1>Choose a new password</h1>
					<p class="quiet">You are signed out everywhere, and sign in with it.</p>
				</div>
				<Failure text={failure.value} />
				<PasswordField steady isNew label="New password" value={password} wrong={wrong.value["password"]} />
				<button type="submit" class="btn p wide" aria-disabled={busy.value}>
					Set the password
				</button>
			</form>
		</main>
	);
}
