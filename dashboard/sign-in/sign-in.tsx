/** The sign-in form. It is shown at the requested address, whose page appears after signing in. */
import "./sign-in.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { signIn } from "../api.ts";
import { enter } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Field, focusWrong } from "../ui/field.tsx";
import { warn } from "../ui/toast.tsx";

/** Failed sign-ins. Fewer are one's own slips. */
const WORTH_TELLING = 3;

type Props = {
	lost: boolean;
	/** In place of the sentence below the heading. */
	why?: string;
	/** Called once somebody is signed in, with whatever comes first left to them. */
	onDone?: () => void;
};

export function SignIn({ lost, why, onDone }: Props) {
	useTitle("Sign in");
	const busy = useSignal(false);
	const failure = useSignal<string | null>(null);
	const wrong = useSignal<{ email?: string; password?: string }>({});
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => form.current?.querySelector("input")?.focus(), []);

	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (form.current === null || busy.value) return;
		const data = new FormData(form.current);
		const email = `${data.get("email") ?? ""}`.trim();
		const password = `${data.get("password") ?? ""}`;
		wrong.value = {
			...(email.includes("@") ? {} : { email: "Enter your e-mail address." }),
			...(password === "" ? { password: "Enter your password." } : {}),
		};
		failure.value = null;
		if (Object.keys(wrong.value).length > 0) return focusWrong();
		busy.value = true;
		const answer = await signIn(email, password);
		if (answer.ok) {
			await enter();
			onDone?.();
			const { failedBefore } = answer.value;
			if (failedBefore >= WORTH_TELLING)
				warn(`Since you last signed in, ${failedBefore} attempts to sign in as you have failed.`);
		} else {
			failure.value = answer.failure.message;
			form.current?.querySelector<HTMLInputElement>("[name=password]")?.select();
		}
		busy.value = false;
	};

	return (
		<main class="door scroll">
			<form ref={form} class="card" onSubmit={submit} noValidate>
				<div class="head">
					<span class="mark" aria-hidden="true">
						p
					</span>
					<h1>Sign in to Parley</h1>
					<p class="quiet">
						{why ??
							(lost
								? "You have been signed out. Sign in again to go on where you were."
								: "Answer your visitors together with the AI.")}
					</p>
				</div>
				<Field label="E-mail" steady wrong={wrong.value.email}>
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							name="email"
							type="email"
							autocomplete="username"
							inputMode="email"
							required
						/>
					)}
				</Field>
				<Field label="Password" steady wrong={wrong.value.password ?? failure.value ?? undefined}>
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							name="password"
							type="password"
							autocomplete="current-password"
							required
						/>
					)}
				</Field>
				<button type="submit" class="btn p wide" aria-disabled={busy.value}>
					{busy.value ? "Signing in" : "Sign in"}
				</button>
				<details class="forgot">
					<summary>Forgotten your password?</summary>
					<p class="quiet">
						The owner of your workspace can give you a link that sets a new one, on their team page. If you are the
						owner, run <code>npm run reset-owner</code> where Parley was deployed from.
					</p>
				</details>
			</form>
		</main>
	);
}
