/** The list of contacts, with a search that runs while typing, a filter for blocked contacts, and paging by cursor. */
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect, useRef } from "preact/hooks";
import type { ContactSummary } from "../../src/protocol/contact.ts";
import { contacts } from "../api.ts";
import { useTitle } from "../shell/title.ts";
import { Icon } from "../ui/icon.tsx";
import { Loading } from "../ui/loading.tsx";
import { Avatar } from "../ui/marks.tsx";
import { ago, fullTime } from "../ui/time.ts";
import { listCommands } from "../shell/commands/list-commands.ts";
import { useCommands } from "../shell/commands/use-commands.tsx";
import { usePages } from "../fetch/pages.ts";

/** Long enough that typing a word makes one request, short enough that the search feels immediate. */
const DEBOUNCE_MS = 180;
const NEAR_END_PX = 600;

/** Whether a contact has only an e-mail address, known or claimed, which then spans both columns. */
const isUnnamed = ({ name, email, claimed }: ContactSummary): boolean => name === null && (email !== null || !!claimed);

/** What is known of them; else what they say. */
const shownAs = ({ name, email, claimed }: ContactSummary): string =>
	name ?? email ?? (claimed ? `Says they are ${claimed}` : "No name");

const Line = ({ contact }: { contact: ContactSummary }) => (
	<div class="contact-row" role="row">
		<span
			role="cell"
			class={isUnnamed(contact) ? "who unnamed" : "who"}
			aria-colspan={isUnnamed(contact) ? 2 : undefined}
		>
			<Avatar name={contact.name ?? contact.email} id={contact.id} />
			<a class="cover clip" href={`/contacts/${encodeURIComponent(contact.id)}`} dir="auto">
				{shownAs(contact)}
			</a>
			{contact.blocked && <span class="tag danger">Blocked</span>}
		</span>
		{!isUnnamed(contact) && (
			<span role="cell" class="clip email" dir="auto">
				{contact.email ?? (contact.claimed ? `Says ${contact.claimed}` : "—")}
			</span>
		)}
		<span
			role="cell"
			class="num"
			title={contact.lastConversationAt === null ? undefined : fullTime(contact.lastConversationAt)}
		>
			{contact.lastConversationAt === null ? "—" : ago(contact.lastConversationAt)}
		</span>
		<span role="cell" class="num count">
			{contact.conversations.toLocaleString()}
		</span>
	</div>
);

export function ContactList() {
	useTitle("Contacts");
	const { query, route } = useLocation();
	const search = query["search"] ?? "";
	const blocked = query["blocked"] === "1";
	const typed = useSignal(search);
	const input = useRef<HTMLInputElement>(null);
	const scroller = useRef<HTMLDivElement>(null);
	const { items, page, error, loading, reload, more } = usePages(
		"contacts",
		async (cursor, signal) => {
			const answer = await contacts({ search, blocked, cursor }, signal);
			if (!answer.ok) return answer;
			return { ok: true, value: { items: answer.value.contacts, cursor: answer.value.cursor } };
		},
		{ search: `${search}/${blocked}`, mayReload: () => (scroller.current?.scrollTop ?? 0) < 100 },
	);
	const found = items.value;
	useEffect(() => scroller.current?.scrollTo({ top: 0 }), [search, blocked]);

	const show = (next: { search?: string; blocked?: boolean }) => {
		const wanted = new URLSearchParams();
		if ((next.search ?? search) !== "") wanted.set("search", next.search ?? search);
		if (next.blocked ?? blocked) wanted.set("blocked", "1");
		const text = wanted.toString();
		route(text === "" ? "/contacts" : `/contacts?${text}`, next.search !== undefined);
	};
	useEffect(() => {
		if (typed.value.trim() === search) return;
		const timer = setTimeout(() => show({ search: typed.value.trim() }), DEBOUNCE_MS);
		return () => clearTimeout(timer);
	}, [typed.value]);

	const nextPage = () => {
		const element = scroller.current;
		if (element === null) return;
		if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX) void more();
	};
	useEffect(nextPage, [found]);
	const links = () => [...(scroller.current?.querySelectorAll<HTMLElement>("a.cover") ?? [])];
	useCommands(listCommands, {
		isEmpty: () => links().length === 0,
		move: (by) => {
			const all = links();
			const at = all.findIndex((link) => link === document.activeElement);
			all[Math.max(0, Math.min(all.length - 1, at + by))]?.focus();
		},
		toFirst: () => links()[0]?.focus(),
		toLast: () => links().at(-1)?.focus(),
		hasArrows: () => true,
		// Home and End keep the browser's behaviour: they scroll.
		hasFocus: () => false,
	});

	return (
		<>
			<div class="bar">
				<h1>Contacts</h1>
				<button
					type="button"
					class={blocked ? "chip on" : "chip"}
					aria-pressed={blocked}
					onClick={() => show({ blocked: !blocked })}
				>
					Blocked
				</button>
				<search class="search rest">
					<Icon name="search" small />
					<input
						ref={input}
						class="input"
						type="search"
						dir="auto"
						placeholder="Name or e-mail"
						aria-label="Search contacts by name or e-mail"
						value={typed.value}
						onInput={(event) => {
							typed.value = event.currentTarget.value;
						}}
					/>
				</search>
			</div>
			<div class="contact-table scroll" ref={scroller} onScroll={nextPage} aria-busy={loading.value}>
				<div role="table" aria-label="Contacts">
					<div class="contact-row head" role="row">
						<span role="columnheader">Name</span>
						<span role="columnheader">E-mail</span>
						<span role="columnheader">Last conversation</span>
						<span role="columnheader" class="count">
							Conversations
						</span>
					</div>
					{found?.map((contact) => (
						<Line key={contact.id} contact={contact} />
					))}
				</div>
				{found === null && <Loading failure={error.value} onRetry={() => void reload()} />}
				{found?.length === 0 && (
					<div class="empty">
						<Icon name="people" />
						<b>{search !== "" ? "Nobody found" : blocked ? "Nobody is blocked" : "No contacts yet"}</b>
						<p>
							{search !== ""
								? "No name or address fits. Check the spelling, or search for a part of it."
								: blocked
									? "Contacts that somebody has blocked are listed here."
									: "A visitor who leaves an address becomes a contact."}
						</p>
					</div>
				)}
				{page.value?.cursor && (
					<button type="button" class="more-rows" disabled={loading.value} onClick={() => void more()}>
						{loading.value ? "Loading" : "Show more"}
					</button>
				)}
			</div>
			<div role="status" class="said">
				{loading.value || found === null ? "" : `${found.length} contacts shown`}
			</div>
		</>
	);
}
