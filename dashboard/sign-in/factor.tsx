/**
 * The page between the password and the dashboard: a session shows its second factor here, or sets one up where the workspace
 * requires it. It reaches nothing else until then.
 */
import "./sign-in.css";
import "../account/account.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { FactorList } from "../account/factors.tsx";
import { anything, call } from "../api.ts";
import { enter, leave } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Failure, Field } from "../ui/field.tsx";

const show = (code: string) =>
	call("/auth/factor", { method: "POST", body: { code }, schema: anything, signingIn: true });

export function SecondFactor({ missing }: { missing: boolean }) {
	useTitle("Second factor");
	return (
		<main class="door scroll">
			<div class="card">
				<div class="head">
					<span class="mark" aria-hidden="true">
						p
					</span>
					<h1>{missing ? "Set up a second factor" : "Your second factor"}</h1>
					<p class="quiet">
						{missing
							? "Your workspace asks for more than a password."
							: "A passkey, the code of your authenticator app, or one of your recovery codes."}
					</p>
				</div>
				{missing ? <FactorList onChanged={() => void enter()} /> : <CodeForm />}
				<button type="button" class="btn wide" onClick={() => void leave()}>
					Sign out
				</button>
			</div>
		</main>
	);
}

function CodeForm() {
	const code = useSignal("");
	const wrong = useSignal<string | undefined>(undefined);
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const form = useRef<HTMLFormElement>(null);
	useEffect(() => form.current?.querySelector("input")?.focus(), []);
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value) return;
		busy.value = true;
		const answer = await show(code.value);
		if (answer.ok) await enter();
		else {
			wrong.value = answer.failure.fields["code"] ?? answer.failure.message;
			form.current?.querySelector("input")?.select();
		}
		busy.value = false;
	};
	const usePasskey = async () => {
		if (busy.value) return;
		busy.value = true;
		const { showPasskey } = await import("../account/passkey.ts");
		const answer = await showPasskey();
		if (answer.ok) await enter();
		else failure.value = answer.failure.fields["credential"] ?? answer.failure.message;
		busy.value = false;
	};
	return (
		<form ref={form} onSubmit={submit} noValidate>
			<Failure text={failure.value} />
			<Field label="Code" steady wrong={wrong.value}>
				{(attributes) => (
					<input
						{...attributes}
						class="input"
						autocomplete="one-time-code"
						autocapitalize="none"
						spellcheck={false}
						value={code.value}
						onInput={(event) => void (code.value = event.currentTarget.value)}
					/>
				)}
			</Field>
			<button type="submit" class="btn p wide" aria-disabled={busy.value}>
				Continue
			</button>
			<button type="button" class="btn wide" onClick={() => void usePasskey()}>
				Use a passkey
			</button>
		</form>
	);
}
