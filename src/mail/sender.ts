/**
 * Whom a workspace's mails are from, and whether they leave: its settings and the last thing that was learned, in one query.
 * What is learned is written only where it changes the state, so that a mail that goes as the one before writes nothing.
 */
import { eq } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { mailTrial, settings, workspace } from "../db/schema.ts";
import { ColourSettings, DEFAULT_COLOUR } from "../protocol/settings/colour.ts";
import { mailReasons, MailSettings, type MailState, type MailTrial } from "../protocol/settings/mail.ts";
import { adapterOf, type AdapterName, type MailEnv } from "./configuration.ts";
import type { MailOutcome } from "./mail.ts";

export type MailSender = {
	workspaceId: string;
	/** The workspace's name. */
	workspace: string;
	adapter: AdapterName | null;
	/** The address and the name that mails are from. The address is empty where none is set. */
	from: string;
	name: string;
	/** The deployment's origin; empty where it isn't known. */
	address: string;
	/** The domain whose mail comes to this deployment; empty where none does. */
	replies: string;
	/** What mails to the team look like: the workspace's colour, and the languages it works in. */
	colour: string;
	languages: string[];
	/** What was last learned of this adapter with this address; null: nothing yet. */
	last: MailTrial | null;
};

/** Mails that aren't sent need no real sender. */
const LOCAL_FROM = "parley@localhost.invalid";

const Stored = v.fallback(
	v.pipe(
		v.string(),
		v.parseJson(),
		v.object({
			address: v.fallback(MailSettings.entries.address, ""),
			mailFrom: v.fallback(MailSettings.entries.mailFrom, ""),
			mailFromName: v.fallback(MailSettings.entries.mailFromName, ""),
			mailReplies: v.fallback(MailSettings.entries.mailReplies, ""),
			colour: v.fallback(ColourSettings.entries.colour, DEFAULT_COLOUR),
			languages: v.fallback(v.optional(v.array(v.string()), []), []),
		}),
	),
	{ ...v.parse(MailSettings, {}), colour: DEFAULT_COLOUR, languages: [] },
);

const Reason = v.fallback(v.picklist(mailReasons), "provider");

/** Null: there is no such workspace. */
export async function senderOf(env: MailEnv, db: Database, workspaceId: string): Promise<MailSender | null> {
	const row = await db
		.select({
			name: workspace.name,
			json: settings.json,
			at: mailTrial.at,
			outcome: mailTrial.outcome,
			code: mailTrial.code,
			way: mailTrial.way,
		})
		.from(workspace)
		.innerJoin(settings, eq(settings.workspaceId, workspace.id))
		.leftJoin(mailTrial, eq(mailTrial.workspaceId, workspace.id))
		.where(eq(workspace.id, workspaceId))
		.get();
	if (!row) return null;
	const { mailReplies: replies, ...set } = v.parse(Stored, row.json);
	const { address, mailFrom, mailFromName, colour, languages } = set;
	const adapter = adapterOf(env);
	const from = mailFrom === "" && adapter === "log" ? LOCAL_FROM : mailFrom;
	const accepted = row.outcome === "accepted";
	const last =
		row.at === null || row.way !== wayOf({ adapter, from })
			? null
			: { at: row.at, accepted, reason: accepted ? null : v.parse(Reason, row.outcome), code: row.code };
	return {
		workspaceId,
		workspace: row.name,
		adapter,
		from,
		name: mailFromName || row.name,
		address,
		replies,
		colour,
		languages,
		last,
	};
}

/** What a trial is of: with another adapter or sender, what was learned no longer counts. */
const wayOf = ({ adapter, from }: Pick<MailSender, "adapter" | "from">): string => `${adapter ?? "none"} ${from}`;

export function stateOf({ adapter, from, last }: MailSender): MailState {
	if (adapter === null || from === "") return "not_set_up";
	if (adapter === "log") return "works";
	if (last === null) return "untried";
	return last.accepted ? "works" : "failed";
}

/** Whether a mail that wasn't a test tells that none will leave: the settings are to blame, and not this mail or the moment. */
const blamesSettings = (done: MailOutcome): boolean =>
	done.outcome === "later" && (done.reason === "sender" || done.reason === "sign_in");

/** Keeps what a mail has told, where it is something new. */
export async function noteTrial(db: Database, sender: MailSender, done: MailOutcome, isTest: boolean): Promise<void> {
	if (done.outcome === "not_set_up" || sender.adapter === "log") return;
	const accepted = done.outcome === "accepted";
	const news = accepted ? sender.last?.accepted !== true : blamesSettings(done) && sender.last?.accepted !== false;
	if (!isTest && !news) return;
	const row = {
		at: Date.now(),
		way: wayOf(sender),
		outcome: accepted ? "accepted" : done.reason,
		code: accepted ? null : done.code,
	};
	await db
		.insert(mailTrial)
		.values({ workspaceId: sender.workspaceId, ...row })
		.onConflictDoUpdate({ target: mailTrial.workspaceId, set: row });
}
