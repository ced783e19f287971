/** The banner of what is offered to the member: who waits, how long the offer holds, and the two answers to it. */
import type { ListItem } from "../../src/protocol/inbox.ts";
import { useInbox } from "../shell/inbox-context.tsx";
import { go } from "../shell/navigation.tsx";
import { myId } from "../shell/session.ts";
import { perform } from "../thread/actions.ts";
import { shownName } from "../thread/labels.ts";
import { Icon } from "../ui/icon.tsx";
import { Countdown } from "./offered.tsx";

export function Offers() {
	const mine = useInbox().offered.value.filter(({ assignee }) => assignee?.id === myId.value);
	return (
		<>
			{mine.map((row) => (
				<Offer key={row.id} row={row} />
			))}
		</>
	);
}

function Offer({ row }: { row: ListItem }) {
	const accept = async () => {
		if (await perform(row.id, { type: "accept" }, true)) await go(`/conversations/${row.id}`);
	};
	return (
		<div role="alert" class="banner">
			<Icon name="people" small />
			<span>
				<bdi>{shownName(row)}</bdi> waits for a person. Offered to you: <Countdown until={row.routing?.until ?? 0} />
			</span>
			<button type="button" class="btn p" onClick={() => void accept()}>
				Accept
			</button>
			<button type="button" class="btn" onClick={() => void perform(row.id, { type: "assign", member: null }, true)}>
				Pass on
			</button>
		</div>
	);
}
