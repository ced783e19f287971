/** What stands around every page: the rail (at the bottom on phones) and the banner. */
import "./frame.css";
import { useLocation } from "preact-iso";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Avatar } from "../look/marks.tsx";
import { Icon, type IconName } from "../look/icon.tsx";
import { letterKeys } from "../look/keys.ts";
import { Menu } from "../look/menu.tsx";
import { type Theme, theme } from "../look/theme.ts";
import { useInbox } from "../shell/inbox-context.tsx";
import { Banner, ModelTrouble } from "./banner.tsx";
import { leave, me, refresh } from "./session.ts";
import { useCountInTitle } from "./title.ts";

const places: { href: string; name: string; icon: IconName; low?: boolean }[] = [
	{ href: "/conversations", name: "Conversations", icon: "chat" },
	{ href: "/contacts", name: "Contacts", icon: "people" },
	{ href: "/knowledge", name: "Knowledge", icon: "book" },
	{ href: "/figures", name: "Figures", icon: "chart" },
	{ href: "/settings", name: "Settings", icon: "gear", low: true },
];

const themes: { value: Theme; name: string; icon: IconName }[] = [
	{ value: "system", name: "As the system", icon: "screen" },
	{ value: "light", name: "Light", icon: "sun" },
	{ value: "dark", name: "Dark", icon: "moon" },
];

function Rail() {
	const { path } = useLocation();
	const member = me.value?.member;
	const waiting = useInbox().waiting.value;
	return (
		<header class="rail">
			<a class="mark" href="/conversations" tabIndex={-1} aria-hidden="true">
				p
			</a>
			<nav aria-label="Main">
				{places.map(({ href, name, icon, low }) => (
					<a
						key={href}
						href={href}
						class={low ? "place low" : "place"}
						aria-current={path.startsWith(href) ? "page" : undefined}
						title={name}
					>
						<Icon name={icon} />
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
				items={() => [
					{ head: member === undefined ? "" : `${member.name} · ${member.role}` },
					...themes.map(({ value, name, icon }) => ({
						name,
						icon,
						checked: theme.value === value,
						run: () => {
							theme.value = value;
						},
					})),
					"line",
					{
						name: "Shortcuts with letters",
						icon: "keyboard",
						checked: letterKeys.value,
						toggles: true,
						run: () => {
							letterKeys.value = !letterKeys.value;
						},
					},
					"line",
					{ name: "Sign out", icon: "out", run: () => void leave() },
				]}
			>
				<Avatar name={member?.name ?? null} id={member?.id ?? ""} />
			</Menu>
		</header>
	);
}

export function Frame({ children }: { children: ComponentChildren }) {
	const { path } = useLocation();
	useCountInTitle(useInbox().waiting);
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
				<ModelTrouble />
				{children}
			</div>
		</div>
	);
}
