/** The parts of a list other than rows: the loading and empty states, the button for the next page, the button for new rows. */
import "./list-parts.css";
import type { RefObject } from "preact";
import { ErrorBoundary } from "preact-iso";
import { panel } from "../shell/lazy.tsx";
import { can } from "../shell/session.ts";
import { Icon } from "../ui/icon.tsx";
import { useInbox } from "../shell/inbox-context.tsx";
import { defaultFilter, type ListFilter, sameFilter } from "../shell/inbox-filter.ts";
import type { Inbox } from "../shell/inbox.ts";
import { statusNames } from "./filter/names.ts";
import { toQuery } from "./views.ts";

const FirstRun = panel<{ heading: "h2"; onClose: () => void }>(() =>
	import("../first-run/checklist.tsx").then(({ Checklist }) => Checklist),
);

/** Whether the workspace has no conversations at all. */
const isNew = ({ counted, tallies }: Inbox): boolean => counted.value && tallies.value.length === 0;

function emptyWords(filter: ListFilter, inbox: Inbox): { title: string; text: string } {
	if (filter.text === "" && isNew(inbox))
		return { title: "No conversations yet", text: "They show up here by themselves as soon as a visitor writes." };
	if (sameFilter(filter, defaultFilter))
		return {
			title: "All caught up",
			text: "Conversations that need somebody on our side show up here by themselves. Those the AI has answered are under Pending.",
		};
	if (filter.text !== "")
		return { title: "Nothing found", text: `No conversation here has all of “${filter.text}” in one message.` };
	if (filter.handler === "waiting")
		return { title: "Nobody is waiting", text: "A visitor who asks for a person shows up here at once." };
	if (filter.status === "snoozed")
		return {
			title: "Nothing is snoozed",
			text: "What is put aside waits here until its time, or until the visitor writes.",
		};
	if (filter.status === "archived")
		return { title: "Nothing is archived", text: "A blocked visitor's conversations are kept here." };
	return { title: "No conversations here", text: "None fits these filters just now." };
}

/** Placeholder rows while loading, of the same size as rows, so that nothing jumps. */
const Ghosts = ({ narrow }: { narrow: boolean }) => (
	<div class="ghosts" aria-hidden="true">
		{Array.from({ length: 8 }, (_, index) => (
			<div key={index} class={narrow ? "ghost tall" : "ghost"}>
				<i />
				<b />
				<u />
			</div>
		))}
	</div>
);

/** What a search didn't look into, and the way to look there. */
function LeftOut({ filter }: { filter: ListFilter }) {
	if (filter.text === "" || filter.status === "archived") return null;
	const isAll = filter.status === "all";
	return (
		<p class="left-out">
			{isAll
				? "Archived conversations aren't searched. "
				: `Searched with the status “${statusNames[filter.status]}” only. `}
			<a href={`/conversations${toQuery({ ...filter, status: isAll ? "archived" : "all" })}`}>
				{isAll ? "Search those" : "Search all"}
			</a>
		</p>
	);
}

export function ListEnd({ filter: chosen, narrow }: { filter: ListFilter; narrow: boolean }) {
	const inbox = useInbox();
	const { connection, findings, hasMore, loading, more, shown } = inbox;
	// While somebody types, the list is ahead of the address.
	const filter = { ...chosen, text: findings.value.query };
	if (shown.value.length === 0) {
		if (loading.value !== null) {
			if (connection.value === "open" || connection.value === "connecting") return <Ghosts narrow={narrow} />;
			return (
				<div class="empty">
					<Icon name="alert" />
					<b>No connection</b>
					<p>Conversations show up here as soon as the server can be reached.</p>
				</div>
			);
		}
		const { title, text } = emptyWords(filter, inbox);
		const words = (
			<div class="empty">
				<Icon name="inbox" />
				<b>{title}</b>
				<p>{text}</p>
				<LeftOut filter={filter} />
			</div>
		);
		if (!isNew(inbox) || !can("configure")) return words;
		return (
			<ErrorBoundary>
				<FirstRun heading="h2" onClose={() => {}} />
			</ErrorBoundary>
		);
	}
	if (!hasMore.value) return <LeftOut filter={filter} />;
	return (
		<button type="button" class="more-rows" onClick={more} disabled={loading.value === "more"}>
			{loading.value === "more" ? "Loading" : "Show more"}
		</button>
	);
}

/** The button that shows new rows. It appears while the list must not move, because somebody points at it. */
export function Arrived({ list }: { list: RefObject<HTMLElement | null> }) {
	const { arrived, showArrived } = useInbox();
	const n = arrived.value;
	return (
		<div class="arrived" role="status">
			{n > 0 && (
				<button
					type="button"
					onClick={() => {
						list.current?.scrollTo({ top: 0 });
						showArrived();
					}}
				>
					{n.toLocaleString()} newer
				</button>
			)}
		</div>
	);
}
