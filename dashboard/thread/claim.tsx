/**
 * What a visitor says of themselves, in the sidebar: the address they typed, and the two buttons with which a teammate
 * confirms or denies that it is theirs.
 */
import { useSignal } from "@preact/signals";
import { type Answer, confirmClaim, denyClaim } from "../api.ts";
import { can } from "../shell/session.ts";
import { tell, warn } from "../ui/toast.tsx";

type Props = {
	conversation: string;
	email: string;
	/** The contact who has the address already; null: nobody has. */
	holder: string | null;
	/** Runs after the answer: the list's item changes by itself, but an archived conversation may not be in the list. */
	onJudged: () => void;
};

export function ClaimBox({ conversation, email, holder, onJudged }: Props) {
	const busy = useSignal(false);
	const judge = async (send: (id: string, email: string) => Promise<Answer<unknown>>, done: string) => {
		if (busy.value) return;
		busy.value = true;
		const answer = await send(conversation, email);
		busy.value = false;
		onJudged();
		if (answer.ok) tell(done);
		else
			warn(
				answer.failure.reason === "conflict" ? "They say something else by now. Look again." : answer.failure.message,
			);
	};
	return (
		<section class="claim" aria-label="What the visitor says">
			<p dir="auto">
				Says they are <b>{email}</b>
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
					</>
				)}
			</p>
			{can("converse") && (
				<div class="judge">
					<button
						type="button"
						class="btn"
						aria-disabled={busy.value}
						onClick={() => void judge(confirmClaim, `Confirmed: this is ${email}`)}
					>
						Confirm
					</button>
					<button
						type="button"
						class="btn q"
						aria-disabled={busy.value}
						onClick={() => void judge(denyClaim, `Noted: this isn't ${email}`)}
					>
						Not them
					</button>
				</div>
			)}
		</section>
	);
}
