/** The texts of a source's state and counts. */
import type { Source } from "../../src/protocol/knowledge/source.ts";
import { since } from "../knowledge/facts.tsx";
import { now, time } from "../ui/time.ts";

export const isBusy = ({ state }: Source): boolean =>
	state === "waiting" || state === "running" || state === "removing";

const many = (count: number, one: string): string => `${count.toLocaleString()} ${one}${count === 1 ? "" : "s"}`;

export const documentCounts = ({ articles, questions }: Source): string =>
	[articles > 0 && many(articles, "article"), questions > 0 && many(questions, "question")]
		.filter((part) => part !== false)
		.join(", ");

/** The progress of a reading, from 0 to 1; null while its length isn't known. */
export const progressOf = ({ state, counts }: Source): number | null =>
	state === "running" && counts.found > 0 ? Math.min(1, counts.fetched / counts.found) : null;

export function stateWords(source: Source): string {
	const { state, kind, counts, readAt, reason, waitingUntil } = source;
	switch (state) {
		case "waiting":
			return "Waiting to be read";
		case "removing":
			return "Removing it and what it brought";
		case "running":
			if (waitingUntil !== null && waitingUntil > now.value)
				return `The site asked to be left alone until ${time(waitingUntil)}`;
			if (counts.found === 0) return "Reading";
			return kind === "crawled"
				? `Reading page ${counts.fetched.toLocaleString()} of ${counts.found.toLocaleString()} found so far`
				: `Storing part ${counts.fetched.toLocaleString()} of ${counts.found.toLocaleString()}`;
		case "stopped":
			return readAt === null ? "Stopped" : `Stopped; last read ${since(readAt)}`;
		case "failed":
			return reason ?? "It couldn't be read.";
		case "done":
			return `Read ${readAt === null ? "" : since(readAt)}${reason === null ? "" : `. ${reason}`}`;
	}
}

const figureNames = { changed: "new or changed", unchanged: "unchanged", removed: "removed" };

/** The counts of the latest reading: "12 new or changed, 30 unchanged, 2 removed". */
export const figures = ({ counts }: Source): string =>
	(["changed", "unchanged", "removed"] as const)
		.filter((name) => counts[name] > 0)
		.map((name) => `${counts[name].toLocaleString()} ${figureNames[name]}`)
		.join(", ");

const often = { hand: "Read when somebody asks for it", daily: "Read daily", weekly: "Read weekly" };

export const scheduleWords = ({ settings, nextAt }: Source): string => {
	if (settings === null) return "";
	if (nextAt === null) return often[settings.schedule];
	const hours = Math.max(1, Math.round((nextAt - now.value) / 3_600_000));
	return `${often[settings.schedule]}, next in ${hours < 48 ? many(hours, "hour") : many(Math.round(hours / 24), "day")}`;
};
