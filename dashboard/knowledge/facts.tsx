/**
 * The facts about an article or question besides its text, in words: its source, when that was last read, how often answers
 * cited it; and its switches. Used by the list and the editors.
 */
import "./facts.css";
import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { DocumentMeta } from "../../src/protocol/knowledge/articles.ts";
import type { Answer } from "../api.ts";
import { can } from "../shell/session.ts";
import { warn } from "../ui/toast.tsx";
import { ago, fullTime } from "../ui/time.ts";

/** The source's name: "shop.example/help/returns", or a file's name. */
export const originName = ({ origin }: Pick<DocumentMeta, "origin">): string =>
	origin.kind === "crawled" ? origin.name.replace(/^https?:\/\/(?:www\.)?|\/$/g, "") : origin.name;

export const since = (at: number): string => {
	const span = ago(at);
	return span === "now" ? "just now" : /\d (?:min|h|d)$/.test(span) ? `${span} ago` : span;
};

export const times = (count: number): string =>
	count === 1 ? "once" : count === 2 ? "twice" : `${count.toLocaleString()} times`;

type SwitchProps = { name: string; on: boolean; onSwitch: (on: boolean) => void };

/** A switch that takes effect at once. */
export const Toggle = ({ name, on, onSwitch }: SwitchProps) => (
	<button type="button" class="toggle" role="switch" aria-checked={on} aria-label={name} onClick={() => onSwitch(!on)}>
		<i />
	</button>
);

type Props<T> = {
	/** Stands beside where the document is from. */
	children?: ComponentChildren;
	noun: "article" | "question";
	saved: Signal<T | null>;
	/** Absent for an article, which can't be pinned. */
	pinned?: boolean;
	change: (switches: { enabled?: boolean; pinned?: boolean }) => Promise<Answer<T>>;
	onChanged: () => void;
};

/** The line of facts and switches below an editor's bar. */
export function Facts<T extends DocumentMeta>({ noun, saved, pinned, change, onChanged, children }: Props<T>) {
	const meta = saved.value;
	if (meta === null) return null;
	const { origin, readAt, edited, enabled, used, usedAt } = meta;
	const turn = async (switches: { enabled?: boolean; pinned?: boolean }) => {
		const answer = await change(switches);
		if (!answer.ok) return warn(answer.failure.message);
		saved.value = answer.value;
		onChanged();
	};
	const use = usedAt === null ? "Not used in an answer yet" : `Used ${times(used)}, last ${since(usedAt)}`;
	return (
		<div class="facts">
			{origin.kind !== "written" && (
				<span class="clip" dir="auto">
					{origin.kind === "crawled" ? (
						<a class="link" href={origin.name} target="_blank" rel="noreferrer">
							{originName(meta)}
						</a>
					) : (
						originName(meta)
					)}
				</span>
			)}
			{children}
			{origin.kind !== "written" && readAt !== null && (
				<span title={fullTime(readAt)}>
					{origin.kind === "crawled" ? "Last read" : "Uploaded"} {since(readAt)}
				</span>
			)}
			<span title={usedAt === null ? undefined : fullTime(usedAt)}>{use}</span>
			<span class="rest" />
			{can("configure") ? (
				<>
					{pinned !== undefined && (
						<span class="toggled" title="Given before anything else whenever somebody asks nearly this question">
							Pinned
							<Toggle name="Pinned" on={pinned} onSwitch={(on) => void turn({ pinned: on })} />
						</span>
					)}
					<span class="toggled">
						{enabled ? "On" : "Off"}
						<Toggle name={`The AI may use this ${noun}`} on={enabled} onSwitch={(on) => void turn({ enabled: on })} />
					</span>
				</>
			) : (
				!enabled && <span class="tag">Off</span>
			)}
			{origin.kind !== "written" && (
				<p class="quiet">
					{edited
						? `Edited here: it stays as it is when its ${origin.kind === "crawled" ? "site" : "file"} is read again.`
						: origin.kind === "crawled"
							? "Follows its page. Once you edit it, it stays as you wrote it."
							: "Uploading the file again replaces it. Once you edit it, it stays as you wrote it."}
				</p>
			)}
		</div>
	);
}

/** The consequence of deleting a document, for the confirmation. */
export const removalOf = ({ origin }: Pick<DocumentMeta, "origin">): string =>
	origin.kind === "crawled"
		? "The AI stops answering from it at once. It comes back when its site is read again; switch it off to keep it out."
		: "The AI stops answering from it at once.";
