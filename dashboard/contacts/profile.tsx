/** A contact's profile: identity, block, and all conversations with their status. */
import { useSignal } from "@preact/signals";
import type { ContactProfile } from "../../src/protocol/contact.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import { contact, unblockContact } from "../api.ts";
import { previewOf, reasonWords, speaker } from "../thread/labels.ts";
import { can } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Icon } from "../ui/icon.tsx";
import { Loading } from "../ui/loading.tsx";
import { Avatar, HandlerTag, StatusMark } from "../ui/marks.tsx";
import { useQuery } from "../fetch/query.ts";
import { ago, date, fullTime, moment } from "../ui/time.ts";
import { tell, warn } from "../ui/toast.tsx";
import { offer } from "../shell/commands/registry.ts";
import { BlockDialog } from "../thread/block-dialog.tsx";
import { blockCommand, unblockCommand } from "./commands.ts";
import { EditForm } from "./edit-form.tsx";

const midSentence = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

/** How a conversation ended, or its status. Waiting isn't mentioned: the mark before the text shows it. */
function ending(row: ListItem): string {
	const parts: string[] = [];
	if (row.assignee !== null) parts.push(`with ${row.assignee.name}`);
	else if (row.handler === "ai") parts.push("answered by the AI");
	if (row.reason !== null) parts.push(midSentence(reasonWords[row.reason]));
	return parts.join(" · ");
}

const History = ({ rows }: { rows: readonly ListItem[] }) => (
	<section class="history" aria-labelledby="history">
		<h2 id="history">
			Conversations <span class="num">{rows.length}</span>
		</h2>
		{rows.length === 0 && <p class="quiet">None is kept.</p>}
		<ul>
			{rows.map((row) => (
				<li key={row.id} class="past">
					<a
						class="cover clip"
						href={`/conversations/${encodeURIComponent(row.id)}?status=${row.archived ? "archived" : "all"}`}
						dir="auto"
					>
						<span class="quiet">{speaker(row)}:</span> {previewOf(row)}
					</a>
					<span class="num" title={fullTime(row.lastAt)}>
						{ago(row.lastAt)}
					</span>
					<span class="how">
						<StatusMark of={row} />
						<HandlerTag handler={row.handler} />
						<span class="quiet clip">{ending(row)}</span>
					</span>
				</li>
			))}
		</ul>
	</section>
);

/** What is only claimed: by this contact of themselves, and by others, who are contacts of their own, of this one. */
function Claims({ profile: { email, claimed = null, claimants } }: { profile: ContactProfile }) {
	const [one, ...more] = claimants ?? [];
	return (
		<>
			{claimed !== null && (
				<p class="quiet">
					Says they are <b dir="auto">{claimed}</b>. Nobody has confirmed it; open one of their conversations to do so.
				</p>
			)}
			{one !== undefined && email !== null && (
				<p class="quiet">
					<a
						class="link"
						href={
							more.length === 0
								? `/contacts/${encodeURIComponent(one)}`
								: `/contacts?search=${encodeURIComponent(email)}`
						}
					>
						{more.length === 0 ? "A visitor says they are" : "Several visitors say they are"}{" "}
						<span dir="auto">{email}</span>
					</a>
					. Nobody has confirmed it, and nothing of theirs is shown here.
				</p>
			)}
		</>
	);
}

export function Profile({ id }: { id: string }) {
	const { data, error, reload } = useQuery(id, (signal) => contact(id, signal));
	const blocking = useSignal(false);
	const profile = data.value;
	const claimed = profile?.claimed ?? null;
	const known = profile?.name ?? profile?.email ?? null;
	const name = known ?? "Contact";
	useTitle(name);
	const endBlock = async () => {
		const answer = await unblockContact(id);
		if (!answer.ok) return warn(answer.failure.message);
		data.value = answer.value;
		tell(`${name} is unblocked`);
	};
	const openBlockDialog = () => {
		blocking.value = true;
	};
	const context = profile && { block: profile.block, can, openBlockDialog, unblock: () => void endBlock() };
	const block = context && offer(blockCommand, context);
	const unblock = context && offer(unblockCommand, context);
	return (
		<>
			<div class="bar">
				<a class="btn q" href="/contacts" aria-label="Back to the contacts">
					<Icon name="back" />
				</a>
				<h1 class="clip" dir="auto">
					{known === null && claimed !== null ? `Says they are ${claimed}` : name}
				</h1>
				<span class="rest" />
				{block?.enabled && (
					<button type="button" class="btn danger" onClick={block.run}>
						<Icon name="ban" small />
						{block.name}
					</button>
				)}
			</div>
			{profile === null ? (
				<Loading
					failure={error.value}
					onRetry={() => void reload()}
					gone={{ title: "This contact isn't there", href: "/contacts", name: "Back to the contacts" }}
				/>
			) : (
				<div class="profile scroll">
					<div class="about">
						<div class="face">
							<Avatar name={profile.name ?? profile.email} id={profile.id} size="l" />
							<dl class="kv">
								<div>
									<dt>First seen</dt>
									<dd title={fullTime(profile.firstSeenAt)}>{date(profile.firstSeenAt)}</dd>
								</div>
								<div>
									<dt>Last active</dt>
									<dd title={fullTime(profile.lastActiveAt)}>{ago(profile.lastActiveAt)}</dd>
								</div>
							</dl>
						</div>
						<Claims profile={profile} />
						{profile.block !== null && (
							<div class="failure blocked">
								<div>
									<b>
										{profile.block.until === null ? "Blocked for good" : `Blocked until ${moment(profile.block.until)}`}
									</b>
									<div dir="auto">
										By {profile.block.by} on {date(profile.block.createdAt)}
										{profile.block.reason !== "" && `: ${profile.block.reason}`}
									</div>
								</div>
								{unblock?.enabled ? (
									<button type="button" class="btn" onClick={unblock.run}>
										{unblock.name}
									</button>
								) : (
									<span>Owners and admins can unblock.</span>
								)}
							</div>
						)}
						<EditForm
							profile={profile}
							onSaved={(saved) => {
								data.value = saved;
							}}
						/>
					</div>
					<History rows={profile.conversations} />
				</div>
			)}
			{blocking.value && (
				<BlockDialog
					name={name}
					target={{ contact: id }}
					onBlocked={() => void reload()}
					onClose={() => {
						blocking.value = false;
					}}
				/>
			)}
		</>
	);
}
