/**
 * What to do about a forgotten password, below the sign-in form: a link by mail where mail is set up, else the owner's link. It
 * asks which of the two when it is opened, and is told the same whether an address has an account.
 */
import { useSignal } from "@preact/signals";
import { ForgottenWays } from "../../src/protocol/people/account.ts";
import { anything, call } from "../api.ts";
import { Field } from "../ui/field.tsx";

const ways = () => call("/auth/forgotten", { schema: ForgottenWays, signingIn: true });
const ask = (email: string) =>
	call("/auth/forgotten", { method: "POST", body: { email }, schema: anything, signingIn: true });

/** `typed`: the address in the form above. */
export function Forgotten({ typed }: { typed: () => string }) {
	const mail = useSignal<boolean | null>(null);
	const email = useSignal("");
	const wrong = useSignal<string | undefined>(undefined);
	const busy = useSignal(false);
	const asked = useSignal<string | null>(null);

	const open = async (event: { currentTarget: HTMLDetailsElement }) => {
		if (!event.currentTarget.open) return;
		if (email.value === "") email.value = typed();
		const answer = await ways();
		mail.value = answer.ok && answer.value.mail;
	};
	const submit = async () => {
		if (busy.value) return;
		const address = email.value.trim();
		wrong.value = address.includes("@") ? undefined : "Enter your e-mail address.";
		if (wrong.value !== undefined) return;
		busy.value = true;
		const answer = await ask(address);
		busy.value = false;
		if (answer.ok) asked.value = address;
		else wrong.value = answer.failure.fields["email"] ?? answer.failure.message;
	};

	return (
		<details class="forgot" onToggle={open}>
			<summary>Forgotten your password?</summary>
			{mail.value === false && (
				<p class="quiet">
					The owner of your workspace can give you a link that sets a new one, on their team page. If you are the owner,
					run <code>npm run reset-owner</code> where Parley was deployed from.
				</p>
			)}
			{mail.value === true &&
				(asked.value === null ? (
					<>
						<Field label="Your account's e-mail" wrong={wrong.value}>
							{(attributes) => (
								<input
									{...attributes}
									class="input"
									type="email"
									autocomplete="off"
									inputMode="email"
									value={email.value}
									onInput={(event) => void (email.value = event.currentTarget.value)}
									onKeyDown={(event) => {
										if (event.key !== "Enter") return;
										event.preventDefault();
										void submit();
									}}
								/>
							)}
						</Field>
						<button type="button" class="btn wide" aria-disabled={busy.value} onClick={() => void submit()}>
							{busy.value ? "Sending" : "Mail me a link"}
						</button>
					</>
				) : (
					<p role="status">
						If {asked.value} has an account here, a link that sets a new password is on its way. It works once, within
						an hour.
					</p>
				))}
		</details>
	);
}
