/** The sign-in form. It is shown at the requested address, whose page appears after signing in. */
import "./sign-in.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { signIn } from "../api.ts";
import { enter } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Failure, Field, focusWrong } from "../ui/field.tsx";
import { tellFailures } from "./failures.ts";
import { ProviderButtons } from "./providers.tsx";
import { Forgotten } from "./forgotten.tsx";

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
	/** What went wrong by another way than the password. */
	const elsewhere = useSignal<string | null>(null);
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
		if (answer.ok) await done(answer.value);
		else {
			failure.value = answer.failure.message;
			form.current?.querySelector<HTMLInputElement>("[name=password]")?.select();
		}
		busy.value = false;
	};
	const done = async ({ failedBefore }: { failedBefore: number }) => {
		await enter();
		onDone?.();
		tellFailures(failedBefore);
	};
	const usePasskey = async () => {
		if (busy.value) return;
		busy.value = true;
		failure.value = null;
		elsewhere.value = null;
		const { signInWithPasskey } = await import("../account/passkey.ts");
		const answer = await signInWithPasskey();
		if (answer.ok) await done(answer.value);
		else elsewhere.value = answer.failure.message;
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
				<button type="button" class="btn wide" onClick={() => void usePasskey()}>
					Use a passkey
				</button>
				<ProviderButtons />
				<Failure text={elsewhere.value} />
				<Forgotten typed={() => form.current?.querySelector<HTMLInputElement>("[name=email]")?.value.trim() ?? ""} />
			</form>
		</main>
	);
}
