/** What `npm run deploy` says about how the team is told beside mail: push needs nothing, channels are connected in the dashboard. Pure. */
import * as v from "valibot";

/** No space is in it: on Windows a shell takes the command line apart. */
export const CHANNELS_QUERY = "SELECT/**/count(*)AS/**/n/**/FROM/**/alert_channel";

/** What wrangler prints of that query with --json. */
const Counted = v.pipe(
	v.string(),
	v.parseJson(),
	v.tuple([v.looseObject({ results: v.tuple([v.object({ n: v.number() })]) })]),
);

/** `printed`: wrangler's answer to the query. Null: a channel is connected, or it can't be told. */
export function toldAdvice(printed: string): string | null {
	const counted = v.safeParse(Counted, printed);
	if (!counted.success || counted.output[0].results[0].n > 0) return null;
	return (
		"The team is told in the dashboard and by push, whose keys Parley makes by itself.\n" +
		"  Slack, Discord and Microsoft Teams aren't connected: Settings, Notifications. docs/notifications.md says how."
	);
}
