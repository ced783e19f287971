/** The section for what strangers may cost the workspace: new conversations, and calls of language models, files. */
import { dayOf } from "../../src/protocol/settings/budgets.ts";
import { me } from "../shell/session.ts";
import { useInbox } from "../shell/inbox-context.tsx";
import { now } from "../ui/time.ts";
import type { SectionProps } from "./draft.ts";
import { NumberField } from "./number-field.tsx";
import { Section } from "./section.tsx";

/** How much of today's model calls is used, to a hundredth of the saved limit. */
function UsedToday() {
	const usage = useInbox().usage.value;
	const limit = me.value?.settings.workspaceCallsADay ?? 0;
	const calls = usage?.day === dayOf(now.value) ? usage.calls : 0;
	if (usage === null || limit === 0) return null;
	const percent = Math.floor((100 * calls) / limit);
	return (
		<>
			{" "}
			<b class="num">
				Used today: {calls.toLocaleString("en")} ({calls > 0 && percent === 0 ? "less than 1" : percent}&nbsp;%).
			</b>
		</>
	);
}

export const LimitsSection = (props: SectionProps) => (
	<Section
		title="Limits"
		text="How much strangers can cost you. Whoever is past a limit of conversations is told when their message will be sent."
	>
		<NumberField
			{...props}
			name="addressStartsIn10Minutes"
			label="New conversations from one network address"
			unit="in 10 minutes"
			hint="Everybody in an office or a school may share one address."
		/>
		<NumberField
			{...props}
			name="addressStartsADay"
			label="The same in a day"
			unit="a day"
			hint="A provider's customer who has many IPv6 addresses gets four times as much with all of them."
		/>
		<NumberField {...props} name="workspaceStartsAnHour" label="New conversations from everybody" unit="an hour" />
		<NumberField
			{...props}
			name="workspaceCallsADay"
			label="Calls of the language model"
			unit="a day"
			hint={
				<>
					An answer takes one or two, a suggestion or a rewrite too. When they are used up, answers are quoted from the
					knowledge base until midnight UTC.
					<UsedToday />
				</>
			}
		/>
		<NumberField {...props} name="addressCallsADay" label="Calls for one network address" unit="a day" />
		<NumberField {...props} name="visitorCallsADay" label="Calls for one visitor" unit="a day" />
		<NumberField
			{...props}
			name="visitorFileMegabytesADay"
			label="Files from one visitor"
			unit="MB a day"
			hint="A file counts as 1 MB at least. Visitors at one network address share five times as much. 0: none."
		/>
		<NumberField {...props} name="conversationFileMegabytesADay" label="Files in one conversation" unit="MB a day" />
		<NumberField
			{...props}
			name="workspaceFileMegabytesADay"
			label="Files in all conversations"
			unit="MB a day"
			hint="Whoever is past a limit is told so, and their words are sent all the same."
		/>
	</Section>
);
