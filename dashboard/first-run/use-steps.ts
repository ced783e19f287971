/** The steps as the server knows them, asked anew every few seconds while the page is on the screen: they tick themselves off. */
import { useEffect } from "preact/hooks";
import * as v from "valibot";
import { AlertChannels } from "../../src/protocol/notification/channel.ts";
import { KnowledgePage } from "../../src/protocol/knowledge/articles.ts";
import { Team } from "../../src/protocol/people/team.ts";
import { TagSights } from "../../src/protocol/settings/tag.ts";
import { call } from "../api.ts";
import { useQuery } from "../fetch/query.ts";
import { mailReport } from "../mail/api.ts";
import { notifications } from "../notifications/api.ts";
import { permission } from "../notifications/permission.ts";
import { useInbox } from "../shell/inbox-context.tsx";
import { type Step, stepsOf } from "./steps.ts";

const EVERY_MS = 5_000;

const Documents = v.pick(KnowledgePage, ["counts"]);

export function useSteps(): Step[] {
	const { counted, tallies } = useInbox();
	const sights = useQuery("sights", (signal) => call("/tag", { schema: TagSights, signal }));
	const documents = useQuery("documents", (signal) => call("/documents", { schema: Documents, signal }));
	const team = useQuery("team", (signal) => call("/team", { schema: Team, signal }));
	const channels = useQuery("channels", (signal) => call("/notifications/channels", { schema: AlertChannels, signal }));
	const own = useQuery("own", notifications);
	const mail = useQuery("mail", mailReport);

	useEffect(() => {
		const timer = setInterval(() => {
			if (document.visibilityState !== "visible") return;
			for (const query of [sights, documents, team, channels, own, mail]) void query.reload();
		}, EVERY_MS);
		return () => clearInterval(timer);
	}, []);

	const people = team.data.value;
	const devices = own.data.value?.devices.length;
	const told = channels.data.value?.channels.length;
	return stepsOf({
		sights: sights.data.value,
		documents: documents.data.value?.counts ?? null,
		hasConversation: counted.value && tallies.value.length > 0,
		people: people && { members: people.members.length, invited: people.invitations.length },
		ways: devices === undefined || told === undefined ? null : devices + told + Number(permission.value === "granted"),
		mail: mail.data.value?.state ?? null,
	});
}
