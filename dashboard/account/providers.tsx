/** The section of My account with the providers that one can sign in with. Not there where none is set up. */
import { useSignal } from "@preact/signals";
import { LinkedProviders, ProviderAddress } from "../../src/protocol/people/provider.ts";
import { anything, call } from "../api.ts";
import { useQuery } from "../fetch/query.ts";
import { useSaving } from "../fetch/saving.ts";
import { Section } from "../settings/section.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, PasswordField } from "../ui/field.tsx";
import { date } from "../ui/time.ts";
import { tell } from "../ui/toast.tsx";

const load = (signal: AbortSignal) => call("/account/providers", { schema: LinkedProviders, signal });
const start = (provider: string, password: string) =>
	call("/account/providers/start", { method: "POST", body: { provider, password }, schema: ProviderAddress });
const unlink = (provider: string, password: string) =>
	call(`/account/providers/${provider}/unlink`, { method: "POST", body: { password }, schema: anything });

type Asking = { id: string; name: string; isLinked: boolean };

export function ProvidersSection({ hasPassword }: { hasPassword: boolean }) {
	const { data, reload } = useQuery("providers", load);
	const asking = useSignal<Asking | null>(null);
	const found = data.value ?? [];
	if (found.length === 0) return null;
	const close = () => {
		asking.value = null;
		void reload();
	};
	return (
		<Section title="Other ways in" text="Sign in with an account elsewhere that you link here.">
			<ul class="account-list">
				{found.map(({ id, name, linkedAt }) => (
					<li key={id}>
						<span class="what">
							<b>{name}</b>
							<span class="quiet">{linkedAt === null ? "Not linked" : `Linked since ${date(linkedAt)}`}</span>
						</span>
						<button
							type="button"
							class="btn"
							aria-label={linkedAt === null ? `Link ${name}` : `Unlink ${name}`}
							onClick={() => void (asking.value = { id, name, isLinked: linkedAt !== null })}
						>
							{linkedAt === null ? "Link" : "Unlink"}
						</button>
					</li>
				))}
			</ul>
			{asking.value !== null && <LinkDialog asking={asking.value} hasPassword={hasPassword} onClose={close} />}
		</Section>
	);
}

type LinkProps = { asking: Asking; hasPassword: boolean; onClose: () => void };

function LinkDialog({ asking: { id, name, isLinked }, hasPassword, onClose }: LinkProps) {
	const password = useSignal("");
	const { busy, wrong, failure, save } = useSaving();
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (!isLinked) {
			const begun = await save(() => start(id, password.value));
			if (begun !== null) location.assign(begun.value.url);
			return;
		}
		if ((await save(() => unlink(id, password.value))) === null) return;
		tell(`${name} is unlinked`);
		onClose();
	};
	return (
		<Dialog title={isLinked ? `Unlink ${name}?` : `Link ${name}`} onClose={onClose}>
			<form onSubmit={submit} noValidate>
				<Failure text={failure.value ?? (hasPassword ? null : (wrong.value["password"] ?? null))} />
				{hasPassword && <PasswordField label="Your password" value={password} wrong={wrong.value["password"]} />}
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class={isLinked ? "btn p danger" : "btn p"} aria-disabled={busy.value}>
						{isLinked ? "Unlink" : "Continue"}
					</button>
				</div>
			</form>
		</Dialog>
	);
}
