/** The filter that a typed search means, with its operators in their places, and what of it can't be meant. */
import { dayIn } from "../../../src/protocol/list/dates.ts";
import type { ListFilter } from "../../shell/inbox-filter.ts";
import { me, myId } from "../../shell/session.ts";
import { tags } from "../../tags/tags.ts";
import { shownTimezone } from "../../ui/time.ts";
import { mayHaveOperators, parseSearch, type SearchNames, type SearchProblem } from "./operators.ts";

export function searchNames(): SearchNames {
	const zone = shownTimezone();
	const members = me.value?.members ?? [];
	return { me: myId.value, members, tags: tags.value, today: dayIn(zone, Date.now()), zone };
}

/** An operator wins over what was chosen before. */
export function meant(typed: ListFilter): { filter: ListFilter; problems: SearchProblem[] } {
	if (!mayHaveOperators(typed.text)) return { filter: typed, problems: [] };
	const { words, filter, problems } = parseSearch(typed.text, searchNames());
	return { filter: { ...typed, ...filter, text: words }, problems };
}

export function problemWords({ operator, value, reason }: SearchProblem): string {
	if (reason === "ambiguous") return `More than one ${operator === "tag" ? "tag" : "teammate"} is called “${value}”.`;
	switch (operator) {
		case "tag":
			return `No tag is called “${value}”.`;
		case "assignee":
			return `Nobody on the team is called “${value}”.`;
		case "is":
			return `“is:” has no “${value}”.`;
		default:
			return `“${operator}:” needs a day, such as 2026-11-01, yesterday or 7d.`;
	}
}
