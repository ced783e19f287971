/** The dialog in which saved views are renamed, put in an order and removed. What the member may not change isn't in it. */
import styles from "./saved.module.css";
import { useRef } from "preact/hooks";
import type { SavedView, ViewOwner } from "../../../src/protocol/list/view.ts";
import type { Answer } from "../../api.ts";
import { useInbox } from "../../shell/inbox-context.tsx";
import { can } from "../../shell/session.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { warn } from "../../ui/toast.tsx";
import { changeView, orderViews, removeView } from "./api.ts";

/** The ids with one of them moved by a place. */
function moved(ids: readonly string[], id: string, by: 1 | -1): string[] {
	const next = ids.filter((each) => each !== id);
	next.splice(Math.max(0, ids.indexOf(id) + by), 0, id);
	return next;
}

export function ManageDialog({ onClose }: { onClose: () => void }) {
	const { views } = useInbox();
	/** One after the other: each order is of the views that the change before it left. */
	const last = useRef(Promise.resolve());
	const run = (request: () => Promise<Answer<unknown>>) => {
		last.current = last.current.then(async () => {
			const answer = await request();
			if (!answer.ok) warn(answer.failure.message);
		});
	};
	const section = (whose: ViewOwner, title: string) => {
		const list = views.value.filter((view) => view.whose === whose);
		if (list.length === 0 || (whose === "team" && !can("configure"))) return null;
		const ids = list.map(({ id }) => id);
		const move = (id: string, by: 1 | -1) => run(() => orderViews({ whose, ids: moved(ids, id, by) }));
		return (
			<>
				<h3>{title}</h3>
				<ul class={styles["list"]} aria-label={title}>
					{list.map((view, index) => (
						<Line
							key={view.id}
							view={view}
							isFirst={index === 0}
							isLast={index === list.length - 1}
							rename={(name) => run(() => changeView(view.id, { name }))}
							move={(by) => move(view.id, by)}
							remove={() => run(() => removeView(view.id))}
						/>
					))}
				</ul>
			</>
		);
	};
	return (
		<Dialog title="Edit views" onClose={onClose}>
			{section("team", "Team views")}
			{section("own", "My views")}
			<div class="ends">
				<button type="button" class="btn p" onClick={onClose}>
					Done
				</button>
			</div>
		</Dialog>
	);
}

type LineProps = {
	view: SavedView;
	isFirst: boolean;
	isLast: boolean;
	rename: (name: string) => void;
	move: (by: 1 | -1) => void;
	remove: () => void;
};

const Line = ({ view: { name }, isFirst, isLast, rename, move, remove }: LineProps) => (
	<li class={styles["line"]}>
		<input
			class="input"
			dir="auto"
			aria-label={`Name of ${name}`}
			maxLength={60}
			defaultValue={name}
			onChange={(event) => {
				const typed = event.currentTarget.value.trim();
				if (typed === "") event.currentTarget.value = name;
				else if (typed !== name) rename(typed);
			}}
		/>
		<button type="button" class="btn q" aria-label={`Move ${name} up`} disabled={isFirst} onClick={() => move(-1)}>
			<span class={styles["up"]}>
				<Icon name="down" small />
			</span>
		</button>
		<button type="button" class="btn q" aria-label={`Move ${name} down`} disabled={isLast} onClick={() => move(1)}>
			<Icon name="down" small />
		</button>
		<button type="button" class="btn q" aria-label={`Remove ${name}`} onClick={remove}>
			<Icon name="cross" small />
		</button>
	</li>
);
