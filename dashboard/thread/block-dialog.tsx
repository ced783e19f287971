/** The dialog that blocks a visitor or a contact: for how long, why, and whether the block covers the network address. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { BlockRequest } from "../../src/protocol/contact.ts";
import { blockContact, blockConversation } from "../api.ts";
import { can } from "../shell/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Field } from "../ui/field.tsx";
import { canTakeBack } from "../undo/taken.ts";

type Duration = BlockRequest["duration"];

const durations: { value: Duration; name: string; long: boolean }[] = [
	{ value: "24h", name: "24 hours", long: false },
	{ value: "7d", name: "7 days", long: false },
	{ value: "30d", name: "30 days", long: true },
	{ value: "forever", name: "For good", long: true },
];

type Props = {
	name: string;
	target: { conversation: string } | { contact: string } | { block(request: BlockRequest): void };
	onClose: () => void;
	/** The block is set, or taken back again. */
	onBlocked?: () => void;
};

export function BlockDialog({ name, target, onClose, onBlocked }: Props) {
	const duration = useSignal<Duration>("24h");
	const reason = useSignal("");
	const address = useSignal(false);
	const busy = useSignal(false);
	const failure = useSignal<string | null>(null);
	const hint = useId();
	const long = can("block_long");

	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value) return;
		busy.value = true;
		failure.value = null;
		const request = { duration: duration.value, reason: reason.value.trim(), address: address.value };
		if ("block" in target) {
			target.block(request);
			return onClose();
		}
		const answer =
			"contact" in target
				? await blockContact(target.contact, request)
				: await blockConversation(target.conversation, request);
		busy.value = false;
		if (!answer.ok) {
			failure.value = answer.failure.message;
			return;
		}
		const id = "contact" in target ? target.contact : target.conversation;
		const back = async () => {
			await (await import("../undo/take-back.ts")).takeBlockBack(target, name);
			onBlocked?.();
		};
		canTakeBack({ key: `block ${id}`, back }, `${name} is blocked`);
		onBlocked?.();
		onClose();
	};
	return (
		<Dialog title={`Block ${name}?`} onClose={onClose}>
			<form onSubmit={submit}>
				<p class="quiet">The chat disappears for them at once, and their conversations move to the archive.</p>
				<Failure text={failure.value} />
				<fieldset class="choices">
					<legend>For how long</legend>
					{durations.map(({ value, name: label, long: isLong }) => (
						<label key={value} class="pair">
							<input
								type="radio"
								name="duration"
								class="cb round"
								value={value}
								checked={duration.value === value}
								disabled={isLong && !long}
								aria-describedby={isLong && !long ? hint : undefined}
								onChange={() => {
									duration.value = value;
								}}
							/>
							{label}
						</label>
					))}
					{!long && (
						<p class="quiet" id={hint}>
							Only owners and admins can block for longer than 7 days.
						</p>
					)}
				</fieldset>
				<Field label="Reason" hint="For the team. The visitor doesn't see it.">
					{(attributes) => (
						<input
							{...attributes}
							class="input"
							maxLength={300}
							dir="auto"
							value={reason.value}
							onInput={(event) => {
								reason.value = event.currentTarget.value;
							}}
						/>
					)}
				</Field>
				<label class="pair">
					<input
						type="checkbox"
						class="cb"
						checked={address.value}
						onChange={(event) => {
							address.value = event.currentTarget.checked;
						}}
					/>
					<span>
						Their network address too
						<br />
						<span class="quiet">Others in the same office or home are blocked with them.</span>
					</span>
				</label>
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class="btn p danger" aria-disabled={busy.value}>
						Block
					</button>
				</div>
			</form>
		</Dialog>
	);
}
