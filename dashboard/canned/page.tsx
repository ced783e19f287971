/** The settings page "Canned responses": one's own and the team's, with a search. Owners and admins change the team's. */
import "../settings/settings.css";
import styles from "./canned.module.css";
import { useSignal } from "@preact/signals";
import type { CannedResponse, CannedOwner } from "../../src/protocol/canned/response.ts";
import { plainText } from "../../src/protocol/markdown.ts";
import { whileShown } from "../fetch/query.ts";
import { SettingsFrame } from "../settings/tabs.tsx";
import { can } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { confirm } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { Loading } from "../ui/loading.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { ago } from "../ui/time.ts";
import { tell, warn } from "../ui/toast.tsx";
import { useEffect } from "preact/hooks";
import { changeCanned, removeCanned } from "./api.ts";
import { CannedDialog } from "./form-dialog.tsx";
import { fitting } from "./matching.ts";
import { drop, failure, keep, loadResponses, responses } from "./responses.ts";

const headings: Record<CannedOwner, string> = { own: "Yours", team: "The team's" };
const blank = { title: "", text: "" };

export function CannedPage() {
	useTitle("Canned responses");
	useEffect(() => whileShown(loadResponses, () => {}), []);
	const typed = useSignal("");
	const editing = useSignal<CannedResponse | typeof blank | null>(null);
	const all = responses.value;
	const search = typed.value.trim();
	const found = all && (search === "" ? all : fitting(all, search));
	const make = () => void (editing.value = blank);
	return (
		<SettingsFrame
			action={
				can("converse") && (
					<button type="button" class="btn p" onClick={make}>
						New response
					</button>
				)
			}
		>
			<div class={`${styles["page"]} scroll`} {...scrollable} role="region" aria-label="Canned responses">
				{found === null ? (
					<Loading failure={failure.value} onRetry={() => void loadResponses()} />
				) : all?.length === 0 ? (
					<div class="empty">
						<h2>No canned responses yet</h2>
						<p>
							Save what you write often. Typing a slash in a reply or note finds it again, with the customer's name
							filled in.
						</p>
						<button type="button" class="btn" onClick={make}>
							Make the first one
						</button>
					</div>
				) : (
					<>
						<div class="search">
							<Icon name="search" small />
							<input
								type="search"
								class="input"
								dir="auto"
								aria-label="Search canned responses"
								placeholder="Search shortcuts, titles and texts"
								value={typed.value}
								onInput={(event) => void (typed.value = event.currentTarget.value)}
							/>
						</div>
						{found.length === 0 && <p class="quiet">Nothing fits.</p>}
						{(["own", "team"] as const).map((whose) => {
							const theirs = found.filter((one) => one.whose === whose);
							return (
								theirs.length > 0 && (
									<section key={whose} aria-labelledby={`canned-${whose}`}>
										<h2 id={`canned-${whose}`}>{headings[whose]}</h2>
										<ul>
											{theirs.map((response) => (
												<Row key={response.id} response={response} onEdit={() => void (editing.value = response)} />
											))}
										</ul>
									</section>
								)
							);
						})}
					</>
				)}
			</div>
			{editing.value !== null && <CannedDialog of={editing.value} onClose={() => void (editing.value = null)} />}
		</SettingsFrame>
	);
}

function Row({ response, onEdit }: { response: CannedResponse; onEdit: () => void }) {
	const { id, shortcut, title, text, whose, used, usedAt } = response;
	const mayChange = can("converse") && (whose === "own" || can("configure"));
	const give = async (to: CannedOwner) => {
		const answer = await changeCanned(id, { shortcut, title, text, whose: to });
		if (!answer.ok) return warn(answer.failure.fields["shortcut"] ?? answer.failure.message);
		keep(answer.value);
		tell(to === "team" ? `The team has /${shortcut} now` : `/${shortcut} is only yours now`);
	};
	const remove = async () => {
		const sure = await confirm({
			title: `Remove /${shortcut}?`,
			text: whose === "team" ? "Nobody on the team can insert it any more." : "You can't insert it any more.",
			yes: "Remove",
			danger: true,
		});
		if (!sure) return;
		const answer = await removeCanned(id);
		if (!answer.ok && answer.failure.status !== 404) return warn(answer.failure.message);
		drop(id);
		tell(`/${shortcut} is removed`);
	};
	const items = (): MenuItem[] => [
		{ name: "Change", icon: "file", run: onEdit },
		...(whose === "own" && can("configure")
			? [{ name: "Publish to the team", icon: "people" as const, run: () => void give("team") }]
			: []),
		"line",
		{ name: "Remove", icon: "trash", danger: true, run: () => void remove() },
	];
	return (
		<li class={styles["row"]}>
			<span class={styles["shortcut"]} dir="auto">
				/{shortcut}
			</span>
			<span class={styles["what"]}>
				<b class="clip" dir="auto">
					{title}
				</b>
				<span class="quiet clip" dir="auto">
					{plainText(text)}
				</span>
			</span>
			<span class={`quiet ${styles["used"]}`}>
				{used === 0 ? "Not used yet" : `Used ${used === 1 ? "once" : `${used.toLocaleString()} times`}`}
				{usedAt !== null && <span>{ago(usedAt)}</span>}
			</span>
			<span>
				{mayChange && (
					<Menu label={`More for ${shortcut}`} class="btn q" align="end" items={items}>
						<Icon name="more" />
					</Menu>
				)}
			</span>
		</li>
	);
}
