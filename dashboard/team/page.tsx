/** The team page: members with their role and when they were last there, invitations, and who was removed. */
import "./team.css";
import { useSignal } from "@preact/signals";
import type { GivenRole, Invitation, InvitationLink, TeamMember } from "../../src/protocol/people/team.ts";
import type { Answer } from "../api.ts";
import { useQuery } from "../fetch/query.ts";
import { SettingsFrame } from "../settings/tabs.tsx";
import { useInbox } from "../shell/inbox-context.tsx";
import { can, me, myId, refresh } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { confirm, Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { Loading } from "../ui/loading.tsx";
import { Avatar } from "../ui/marks.tsx";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { scrollable } from "../ui/scrollable.ts";
import { ago, date, fullTime, now } from "../ui/time.ts";
import { tell, warn } from "../ui/toast.tsx";
import { CopyBox } from "../settings/copy-box.tsx";
import { changeRole, handOver, linkOf, remove, renew, resetFactors, resetLink, revoke, team } from "./api.ts";
import { InviteDialog, LinkDialog } from "./invite-dialog.tsx";
import { RoleChoice, roleWords } from "./roles.tsx";

export function TeamPage() {
	useTitle("Team");
	// The team in `me` is read anew whenever the server says that it has changed.
	const { data, error, reload } = useQuery("team", team, { on: [me.value?.members] });
	const inviting = useSignal(false);
	const link = useSignal<InvitationLink | null>(null);
	const found = data.value;
	const may = can("manage_team");
	/** Runs a change, says what came of it, and reads the team anew. */
	const run = async <T,>(change: Promise<Answer<T>>, success: string | null): Promise<T | null> => {
		const answer = await change;
		if (!answer.ok) warn(answer.failure.message);
		else if (success !== null) tell(success);
		await Promise.all([reload(), refresh()]);
		return answer.ok ? answer.value : null;
	};
	const show = async (change: Promise<Answer<InvitationLink>>, success: string | null) => {
		const made = await run(change, success);
		// One that was mailed needs no link to hand on; "Show the link" has it all the same.
		if (made?.mailed) tell(`A new invitation is on its way to ${made.invitation.email}`);
		else link.value = made;
	};
	return (
		<SettingsFrame
			action={
				may && (
					<button
						type="button"
						class="btn p"
						onClick={() => {
							inviting.value = true;
						}}
					>
						Invite
					</button>
				)
			}
		>
			<div class="team scroll" {...scrollable} role="region" aria-label="Team">
				{found === null ? (
					<Loading failure={error.value} onRetry={() => void reload()} />
				) : (
					<>
						<section aria-labelledby="team-members">
							<h2 id="team-members">Members</h2>
							<ul>
								{found.members.map((member) => (
									<MemberRow key={member.id} member={member} run={run} />
								))}
							</ul>
						</section>
						{found.invitations.length > 0 && (
							<section aria-labelledby="team-invited">
								<h2 id="team-invited">Invited</h2>
								<ul>
									{found.invitations.map((invitation) => (
										<InvitationRow key={invitation.id} invitation={invitation} run={run} show={show} />
									))}
								</ul>
							</section>
						)}
						{found.removed.length > 0 && (
							<section aria-labelledby="team-removed">
								<h2 id="team-removed">Removed</h2>
								<p class="quiet">Their names stay on what they wrote. Invited again, they are the same people.</p>
								<ul>
									{found.removed.map((member) => (
										<li key={member.id} class="mate">
											<Avatar name={member.name} id={member.id} />
											<span class="who">
												<b dir="auto">{member.name}</b>
												<span class="quiet clip">{member.email}</span>
											</span>
										</li>
									))}
								</ul>
							</section>
						)}
					</>
				)}
			</div>
			{inviting.value && (
				<InviteDialog
					onClose={() => {
						inviting.value = false;
					}}
					onInvited={() => void reload()}
				/>
			)}
			{link.value !== null && (
				<LinkDialog
					of={link.value}
					onClose={() => {
						link.value = null;
					}}
				/>
			)}
		</SettingsFrame>
	);
}

type Run = <T>(change: Promise<Answer<T>>, success: string | null) => Promise<T | null>;

function MemberRow({ member, run }: { member: TeamMember; run: Run }) {
	const { id, name, email, role, activeAt } = member;
	const changing = useSignal(false);
	const reset = useSignal<{ link: string } | null>(null);
	const online = useInbox().online.value.some((one) => one.id === id);
	const words = role === null ? "" : roleWords[role].name;
	const leave = async () => {
		const sure = await confirm({
			title: `Remove ${name}?`,
			text: "They are signed out at once, and their open conversations go back to the queue. Their name stays on what they wrote.",
			yes: "Remove",
			danger: true,
		});
		if (sure) await run(remove(id), `${name} is removed`);
	};
	const give = async () => {
		const sure = await confirm({
			title: `Make ${name} the owner?`,
			text: "You become an admin. Only they can hand the workspace back.",
			yes: "Hand over",
			danger: true,
		});
		if (sure) await run(handOver(id), `${name} owns the workspace now`);
	};
	const resetFactor = async () => {
		const sure = await confirm({
			title: `Reset the second factor of ${name}?`,
			text: "For whoever has lost their app and their recovery codes. They are signed out everywhere, and their password alone lets them in. Make sure that it is them who asks.",
			yes: "Reset",
			danger: true,
		});
		if (sure) await run(resetFactors(id), `${name} can set up a second factor anew`);
	};
	const renewPassword = async () => {
		reset.value = await run(resetLink(id), null);
	};
	const items = (): MenuItem[] => [
		...(can("hand_over")
			? [{ name: "Link to a new password", icon: "copy" as const, run: () => void renewPassword() }]
			: []),
		{ name: "Change role", icon: "person", run: () => void (changing.value = true) },
		...(can("hand_over") ? [{ name: "Make owner", icon: "check" as const, run: () => void give() }] : []),
		{ name: "Reset second factor", icon: "ban", run: () => void resetFactor() },
		"line",
		{ name: "Remove", icon: "out", danger: true, run: () => void leave() },
	];
	return (
		<li class="mate">
			<Avatar name={name} id={id} />
			<span class="who">
				<b dir="auto">
					{name}
					{id === myId.value && <span class="quiet"> (you)</span>}
				</b>
				<span class="quiet clip">{email}</span>
			</span>
			<span class="role">{words}</span>
			<span class="quiet seen" title={activeAt === null ? undefined : fullTime(activeAt)}>
				{online ? "Here now" : activeAt === null ? "Not seen yet" : `Last here: ${ago(activeAt)}`}
			</span>
			<span class="acts">
				{can("manage_team") && role !== "owner" && (
					<Menu label={`More for ${name}`} class="btn q" align="end" items={items}>
						<Icon name="more" />
					</Menu>
				)}
			</span>
			{reset.value !== null && (
				<Dialog title={`A new password for ${name}`} onClose={() => void (reset.value = null)}>
					<p>
						Give this link to {name} yourself, and to nobody else: whoever opens it can sign in as them. It works once,
						within 24 hours, and signs them out everywhere.
					</p>
					<CopyBox parts={[reset.value.link]} between="" />
					<div class="ends">
						<button type="button" class="btn p" onClick={() => void (reset.value = null)}>
							Done
						</button>
					</div>
				</Dialog>
			)}
			{changing.value && role !== null && role !== "owner" && (
				<RoleDialog
					name={name}
					role={role}
					onClose={() => void (changing.value = false)}
					onChosen={(next) => void run(changeRole(id, next), `${name} is ${roleWords[next].name.toLowerCase()} now`)}
				/>
			)}
		</li>
	);
}

type RoleProps = { name: string; role: GivenRole; onClose: () => void; onChosen: (role: GivenRole) => void };

function RoleDialog({ name, role, onClose, onChosen }: RoleProps) {
	const chosen = useSignal(role);
	return (
		<Dialog title={`What may ${name} do?`} onClose={onClose}>
			<RoleChoice value={chosen.value} onChange={(next) => void (chosen.value = next)} />
			<div class="ends">
				<button type="button" class="btn" onClick={onClose}>
					Cancel
				</button>
				<button
					type="button"
					class="btn p"
					onClick={() => {
						if (chosen.value !== role) onChosen(chosen.value);
						onClose();
					}}
				>
					Change role
				</button>
			</div>
		</Dialog>
	);
}

type InvitationProps = {
	invitation: Invitation;
	run: Run;
	show: (change: Promise<Answer<InvitationLink>>, success: string | null) => Promise<void>;
};

function InvitationRow({ invitation: { id, email, role, invitedBy, expiresAt }, run, show }: InvitationProps) {
	const over = expiresAt <= now.value;
	const items = (): MenuItem[] => [
		...(over ? [] : [{ name: "Show the link", icon: "copy" as const, run: () => void show(linkOf(id), null) }]),
		{ name: "Invite again", icon: "clock", run: () => void show(renew(id), "The earlier link has ended") },
		"line",
		{ name: "Revoke", icon: "ban", danger: true, run: () => void run(revoke(id), "The invitation is revoked") },
	];
	return (
		<li class="mate">
			<Avatar name={email} id={id} />
			<span class="who">
				<b class="clip">{email}</b>
				<span class="quiet clip">Invited by {invitedBy}</span>
			</span>
			<span class="role">{roleWords[role].name}</span>
			<span class={over ? "seen bad" : "quiet seen"}>{over ? "Has run out" : `Until ${date(expiresAt)}`}</span>
			<span class="acts">
				<Menu label={`More for ${email}`} class="btn q" align="end" items={items}>
					<Icon name="more" />
				</Menu>
			</span>
		</li>
	);
}
