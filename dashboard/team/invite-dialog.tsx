/** The dialog that invites somebody: the address and the role, then the link to hand on. */
import { useSignal } from "@preact/signals";
import type { GivenRole, InvitationLink } from "../../src/protocol/people/team.ts";
import { Dialog } from "../ui/dialog.tsx";
import { CopyBox } from "../settings/copy-box.tsx";
import { Failure, Field } from "../ui/field.tsx";
import { date } from "../ui/time.ts";
import { tell } from "../ui/toast.tsx";
import { invite } from "./api.ts";
import { RoleChoice } from "./roles.tsx";

type Props = { onClose: () => void; onInvited: () => void };

export function InviteDialog({ onClose, onInvited }: Props) {
	const email = useSignal("");
	const role = useSignal<GivenRole>("agent");
	const wrong = useSignal<string | undefined>(undefined);
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const made = useSignal<InvitationLink | null>(null);
	if (made.value !== null) return <LinkDialog of={made.value} onClose={onClose} />;

	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value) return;
		wrong.value = email.value.includes("@") ? undefined : "Enter an e-mail address.";
		failure.value = null;
		if (wrong.value !== undefined) return;
		busy.value = true;
		const answer = await invite({ email: email.value.trim(), role: role.value });
		busy.value = false;
		if (!answer.ok) {
			wrong.value = answer.failure.fields["email"];
			if (wrong.value === undefined) failure.value = answer.failure.message;
			return;
		}
		onInvited();
		if (!answer.value.mailed) return void (made.value = answer.value);
		onClose();
		tell(`The invitation is on its way to ${answer.value.invitation.email}`);
	};
	return (
		<Dialog title="Invite a teammate" onClose={onClose}>
			<form onSubmit={submit} noValidate>
				<Failure text={failure.value} />
				<Field label="E-mail" wrong={wrong.value}>
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							type="email"
							autocomplete="off"
							value={email.value}
							onInput={(event) => {
								email.value = event.currentTarget.value;
							}}
						/>
					)}
				</Field>
				<RoleChoice
					value={role.value}
					onChange={(next) => {
						role.value = next;
					}}
				/>
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class="btn p" aria-disabled={busy.value}>
						Invite
					</button>
				</div>
			</form>
		</Dialog>
	);
}

/** An invitation's link, to copy. */
export const LinkDialog = ({ of, onClose }: { of: InvitationLink; onClose: () => void }) => (
	<Dialog title={`Invitation for ${of.invitation.email}`} onClose={onClose}>
		<p>
			Send this link to {of.invitation.email} yourself. Whoever opens it joins in their place, so send it to nobody
			else. It works once, until {date(of.invitation.expiresAt)}.
		</p>
		<CopyBox parts={[of.link]} between="" />
		<div class="ends">
			<button type="button" class="btn p" onClick={onClose}>
				Done
			</button>
		</div>
	</Dialog>
);
