/** The frame around every page: the navigation rail (on phones at the bottom) and the banner. */
import "./frame.css";
import { useSignal } from "@preact/signals";
import { ErrorBoundary, useLocation } from "preact-iso";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Avatar } from "../ui/marks.tsx";
import { Icon } from "../ui/icon.tsx";
import { letterKeys } from "../ui/keys.ts";
import { Menu, type MenuItem } from "../ui/menu.tsx";
import { theme } from "../ui/theme.ts";
import {
	type AccountContext,
	accountCommand,
	accountCommands,
	awayCommand,
	letterKeysCommand,
	placeCommands,
	signOutCommand,
	themeCommands,
} from "./commands/app-commands.ts";
import { type Command, menuItem, offer } from "./commands/registry.ts";
import { useCommands } from "./commands/use-commands.tsx";
import { useInbox } from "./inbox-context.tsx";
import { defaultFilter } from "./inbox-filter.ts";
import { count } from "./inbox-list.ts";
import { Banner, BudgetBanner, ModelTroubleBanner } from "./banner.tsx";
import { panel } from "./lazy.tsx";
import { can, leave, me, myId, refresh } from "./session.ts";
import { useLooking } from "../notifications/tab/looking.ts";
import { useCountInTitle } from "./title.ts";
import { hasReplied, unseenCount } from "../notifications/tab/unseen.ts";

/** Loaded after a reply. */
const AskToNotify = panel(() => import("../notifications/ask.tsx").then((module) => module.AskToNotify));

/** Loaded when something is offered to the member, and when they go away with open conversations. */
const Offers = panel<{ onClose: () => void }>(() => import("../routing/offers.tsx").then((module) => module.Offers));
const AwayDialog = panel(() => import("../routing/away-dialog.tsx").then((module) => module.AwayDialog));

const accountContext = (
	go: (url: string) => void,
	presence: Pick<AccountContext, "away" | "setAway">,
): AccountContext => ({
	...presence,
	theme: theme.value,
	setTheme: (next) => {
		theme.value = next;
	},
	letterKeys: letterKeys.value,
	setLetterKeys: (on) => {
		letterKeys.value = on;
	},
	signOut: () => void leave(),
	openAccount: () => go("/settings/account"),
});

/** The items of the account menu: theme, letter keys, being away, signing out. */
function accountItems(context: AccountContext): MenuItem[] {
	const item = (command: Command<AccountContext>) => menuItem(offer(command, context));
	return [
		...item(accountCommand),
		...item(awayCommand),
		"line",
		...themeCommands.flatMap(item),
		"line",
		...item(letterKeysCommand),
		"line",
		...item(signOutCommand),
	];
}

function Rail() {
	const { path, route } = useLocation();
	const member = me.value?.member;
	const inbox = useInbox();
	const waiting = inbox.waiting.value;
	const leaving = useSignal(0);
	const isAway = inbox.away.value.includes(myId.value);
	const presence = {
		away: can("converse") ? isAway : undefined,
		setAway: (away: boolean) => {
			const open = count(inbox.tallies.peek(), {
				...defaultFilter,
				status: "active",
				handler: "human",
				assignee: myId.peek(),
			});
			if (away && open > 0) leaving.value = open;
			else inbox.setAway(away);
		},
	};
	const context = () => accountContext(route, presence);
	useCommands(accountCommands, context());
	return (
		<header class="rail">
			<a class="mark" href="/conversations" tabIndex={-1} aria-hidden="true">
				p
			</a>
			<nav aria-label="Main">
				{placeCommands.map(({ href, name, icon, low }) => (
					<a
						key={href}
						href={href}
						class={low ? "place low" : "place"}
						aria-current={path.startsWith(href) ? "page" : undefined}
						title={name}
					>
						{icon && <Icon name={icon} />}
						<span class="said">{name}</span>
						{href === "/conversations" && waiting > 0 && (
							<span class="badge">
								{waiting > 99 ? "99+" : waiting}
								<span class="said"> waiting for a person</span>
							</span>
						)}
					</a>
				))}
			</nav>
			<Menu
				label={isAway ? "Your account and theme: you are away" : "Your account and theme"}
				class="place account"
				align="start"
				items={() => [
					{ head: member === undefined ? "" : `${member.name} · ${member.role}` },
					...accountItems(context()),
				]}
			>
				<Avatar name={member?.name ?? null} id={member?.id ?? ""} />
				{isAway && <span class="away">away</span>}
			</Menu>
			{leaving.value > 0 && (
				<ErrorBoundary>
					<AwayDialog
						open={leaving.value}
						onClose={() => {
							leaving.value = 0;
						}}
					/>
				</ErrorBoundary>
			)}
		</header>
	);
}

export function Frame({ children }: { children: ComponentChildren }) {
	const { path } = useLocation();
	const { waiting, offered } = useInbox();
	const [unseen] = useState(() => unseenCount(waiting));
	useCountInTitle(unseen);
	useLooking(path);
	useEffect(() => {
		const onFocus = () => {
			if (document.visibilityState === "visible") void refresh();
		};
		document.addEventListener("visibilitychange", onFocus);
		return () => document.removeEventListener("visibilitychange", onFocus);
	}, []);
	return (
		<div class={/^\/conversations\/./.test(path) ? "app deep" : "app"}>
			<a class="skip" href="#main">
				Skip to the page
			</a>
			<Rail />
			<div class="content" id="main" tabIndex={-1}>
				<Banner />
				<ModelTroubleBanner />
				<BudgetBanner />
				{offered.value.some(({ assignee }) => assignee?.id === myId.value) && (
					<ErrorBoundary>
						<Offers onClose={() => {}} />
					</ErrorBoundary>
				)}
				{hasReplied.value && (
					<ErrorBoundary>
						<AskToNotify onClose={() => {}} />
					</ErrorBoundary>
				)}
				{children}
			</div>
		</div>
	);
}
