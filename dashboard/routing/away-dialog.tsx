/** Asks who goes away with open conversations whether others are to have them. */
import { useInbox } from "../shell/inbox-context.tsx";
import { Dialog } from "../ui/dialog.tsx";

export function AwayDialog({ open, onClose }: { open: number; onClose: () => void }) {
	const { setAway } = useInbox();
	const leave = (release: boolean) => () => {
		setAway(true, release);
		onClose();
	};
	return (
		<Dialog title="Release your conversations?" onClose={onClose}>
			<p class="quiet">
				You have {open === 1 ? "1 open conversation" : `${open} open conversations`}. Released, they wait for your
				teammates. What you have snoozed stays yours.
			</p>
			<div class="ends">
				<button type="button" class="btn" onClick={onClose}>
					Stay here
				</button>
				<button type="button" class="btn" onClick={leave(false)}>
					Keep them and go
				</button>
				<button type="button" class="btn p" onClick={leave(true)}>
					Release them and go
				</button>
			</div>
		</Dialog>
	);
}
