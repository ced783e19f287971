/** One source, a file or site: its documents, the state of its reading, what couldn't be read, and its commands. */
import { useSignal } from "@preact/signals";
import type { Source } from "../../src/protocol/knowledge/source.ts";
import type { Answer } from "../api.ts";
import { can } from "../shell/session.ts";
import { confirm } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { Menu } from "../ui/menu.tsx";
import { useQuery } from "../fetch/query.ts";
import { fullTime } from "../ui/time.ts";
import { tell, warn } from "../ui/toast.tsx";
import { type Command, menuItem, offer } from "../shell/commands/registry.ts";
import { fileAddress, readAgain, removeSource, source as load, stopReading } from "./api.ts";
import { changeCommand, readAgainCommand, removeCommand, type SourceContext, stopCommand } from "./commands.ts";
import { Omissions } from "./omissions.tsx";
import { figures, documentCounts, isBusy, progressOf, scheduleWords, stateWords } from "./labels.ts";

type Props = { source: Source; onChange: (site: Source) => void; onDone: () => void };

export function SourceRow({ source, onChange, onDone }: Props) {
	const { id, kind, name, state, counts, readAt } = source;
	// A file that failed as a whole shows the reason, and a source that is being removed shows nothing more.
	const isListed = state !== "removing" && !(kind === "uploaded" && state === "failed");
	const facts = [figures(source), scheduleWords(source)].filter((part) => part !== "");
	// Without problems, one line is enough.
	const isCalm = state === "done" && source.reason === null;
	const shown = kind === "crawled" ? name.replace(/^https?:\/\/|\/$/g, "") : name;

	const run = async (done: Promise<Answer<unknown>>, success?: string) => {
		const answer = await done;
		if (!answer.ok) warn(answer.failure.message);
		else if (success !== undefined) tell(success);
		onDone();
	};
	const remove = async () => {
		const documents = documentCounts(source);
		const sure = await confirm({
			title: `Remove ${shown}?`,
			text:
				documents === ""
					? "It brought nothing to the knowledge base."
					: source.articles + source.questions === 1
						? `Its ${documents} goes with it, also where it was edited here.`
						: `Its ${documents} go with it, also those that were edited here.`,
			yes: "Remove",
			danger: true,
		});
		if (sure) await run(removeSource(id));
	};
	const context: SourceContext = {
		source,
		readAgain: () => void run(readAgain(id)),
		change: () => onChange(source),
		stop: () => void run(stopReading(id)),
		remove: () => void remove(),
	};
	const item = (command: Command<SourceContext>) => menuItem(offer(command, context));
	const stop = offer(stopCommand, context);
	return (
		<li class="reading" data-state={state}>
			<span class="mark">
				<Icon name={kind === "crawled" ? "globe" : "file"} />
			</span>
			<div class="what">
				<b class="clip" dir="auto" title={name}>
					{source.fileBytes === null ? (
						shown
					) : (
						<a class="link" href={fileAddress(id, "show")} target="_blank" rel="noreferrer">
							{shown}
						</a>
					)}
				</b>
				<p class={state === "failed" ? "bad" : "quiet"} title={readAt === null ? undefined : fullTime(readAt)}>
					{isCalm ? [stateWords(source), ...facts].join(" · ") : stateWords(source)}
				</p>
				{state === "running" && <Progress name={shown} value={progressOf(source)} />}
				<p class="quiet small">{isCalm ? "" : facts.join(" · ")}</p>
				{counts.failed > 0 && isListed && <Failures source={source} />}
				{isListed && <Omissions source={source} />}
			</div>
			<span class="holds num">
				{documentCounts(source) !== "" && (
					<a class="link" href={`/knowledge/${source.articles > 0 ? "articles" : "questions"}?source=${id}`}>
						{documentCounts(source)}
					</a>
				)}
			</span>
			{can("configure") && state !== "removing" && (
				<span class="acts">
					{stop.enabled && (
						<button type="button" class="btn" aria-label={`Stop reading ${shown}`} onClick={stop.run}>
							{stop.name}
						</button>
					)}
					<Menu
						label={`Actions for ${shown}`}
						class="btn q"
						align="end"
						items={() => [readAgainCommand, changeCommand, removeCommand].flatMap(item)}
					>
						<Icon name="more" />
					</Menu>
				</span>
			)}
		</li>
	);
}

const Progress = ({ name, value }: { name: string; value: number | null }) => (
	<progress aria-label={`Reading ${name}`} max={1} {...(value !== null && { value })} />
);

/** The list of failures, loaded when it is opened, and again while it is open and the reading goes on. */
function Failures({ source }: { source: Source }) {
	const open = useSignal(false);
	const { id, counts } = source;
	const { data } = useQuery(open.value ? id : null, (signal) => load(id, signal), { on: [counts.failed] });
	const found = data.value?.failures ?? null;
	return (
		<details
			class="failures"
			onToggle={(event) => {
				open.value = event.currentTarget.open;
			}}
		>
			<summary>
				{counts.failed.toLocaleString()} {counts.failed === 1 ? "thing" : "things"} couldn't be read
			</summary>
			{open.value && (
				<ul aria-busy={found === null && !isBusy(source)}>
					{found?.map(({ what, reason }) => (
						<li key={`${what} ${reason}`}>
							<span class="where" dir="auto">
								{what}
							</span>
							<span class="quiet">{reason}</span>
						</li>
					))}
					{found !== null && counts.failed > found.length && (
						<li class="quiet">And {(counts.failed - found.length).toLocaleString()} more.</li>
					)}
				</ul>
			)}
		</details>
	);
}
