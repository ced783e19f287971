/**
 * What a visitor says of themselves, in the sidebar: the address they typed, and the two buttons with which a teammate
 * confirms or denies that it is theirs. A denial can be taken back while its toast shows.
 */
import { useSignal } from "@preact/signals";
import { type Answer, confirmClaim, denyClaim, restoreClaim } from "../api.ts";
import { can } from "../shell/session.ts";
import { tell, warn } from "../ui/toast.tsx";

type Props = {
	conversation: string;
	email: string;
	/** The contact who has the address already; null: nobody has. */
	holder: string | null;
	/** The visitor is blocked: so would the contact be. */
	isBlocked: boolean;
	/** Runs after the answer: the list's item changes by itself, but an archived conversation may not be in the list. */
	onJudged: () => void;
	/** Runs where its code couldn't be loaded. */
	onClose: () => void;
};

export function ClaimBox({ conversation, email, holder, isBlocked, onJudged }: Props) {
	const busy = useSignal(false);
	const mayJudge = can("converse");
	/** True: it was done. */
	const judge = async (send: (id: string, email: string) => Promise<Answer<unknown>>): Promise<boolean> => {
		if (busy.value) return false;
		busy.value = true;
		const answer = await send(conversation, email);
		busy.value = false;
		onJudged();
		if (answer.ok) return true;
		const isMoved = answer.failure.reason === "conflict";
		warn(isMoved ? "They say something else by now. Look again." : answer.failure.message);
		return false;
	};
	const onConfirm = async () => {
		if (await judge(confirmClaim)) tell(`Confirmed: this is ${email}`);
	};
	const onDeny = async () => {
		if (await judge(denyClaim))
			tell(`Noted: this isn't ${email}`, { name: "Undo", run: () => void judge(restoreClaim) });
	};
	return (
		<section class="claim" aria-label="What the visitor says">
			<p>
				Says they are <b dir="auto">{email}</b>
			</p>
			<p class="quiet">
				{holder === null ? (
					"They typed it in the chat. Nothing proves it."
				) : (
					<>
						<a class="link" href={`/contacts/${encodeURIComponent(holder)}`}>
							A contact
						</a>{" "}
						has this address. Nothing proves that this is them.
						{mayJudge && ` Confirming joins the two${isBlocked ? ", and then the block is on both" : ""}.`}
					</>
				)}
			</p>
			{mayJudge && (
				<div class="judge">
					<button type="button" class="btn" aria-disabled={busy.value} onClick={() => void onConfirm()}>
						Confirm
					</button>
					<button type="button" class="btn q" aria-disabled={busy.value} onClick={() => void onDeny()}>
						Not them
					</button>
				</div>
			)}
		</section>
	);
}
