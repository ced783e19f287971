/** The frame around every page: the navigation rail (on phones at the bottom) and the banner. */
import "./frame.css";
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
	letterKeysCommand,
	placeCommands,
	signOutCommand,
	themeCommands,
} from "./commands/app-commands.ts";
import { type Command, menuItem, offer } from "./commands/registry.ts";
import { useInbox } from "./inbox-context.tsx";
import { Banner, BudgetBanner, ModelTroubleBanner } from "./banner.tsx";
import { panel } from "./lazy.tsx";
import { leave, me, refresh } from "./session.ts";
import { useLooking } from "../notifications/tab/looking.ts";
import { useCountInTitle } from "./title.ts";
import { hasReplied, unseenCount } from "../notifications/tab/unseen.ts";

/** Loaded after a reply. */
const AskToNotify = panel(() => import("../notifications/ask.tsx").then((module) => module.AskToNotify));

/** The items of the account menu: theme, letter keys, signing out. */
function accountItems(go: (url: string) => void): MenuItem[] {
	const context: AccountContext = {
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
	};
	const item = (command: Command<AccountContext>) => menuItem(offer(command, context));
	return [
		...item(accountCommand),
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
	const waiting = useInbox().waiting.value;
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
				label="Your account and theme"
				class="place account"
				align="start"
				items={() => [{ head: member === undefined ? "" : `${member.name} · ${member.role}` }, ...accountItems(route)]}
			>
				<Avatar name={member?.name ?? null} id={member?.id ?? ""} />
			</Menu>
		</header>
	);
}

export function Frame({ children }: { children: ComponentChildren }) {
	const { path } = useLocation();
	const { waiting } = useInbox();
	const [count] = useState(() => unseenCount(waiting));
	useCountInTitle(count);
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
