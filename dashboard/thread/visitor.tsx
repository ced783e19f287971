/** The visitor's details: beside the thread where there is room, else in a drawer. */
import "./visitor.css";
import type { ComponentChildren } from "preact";
import { ErrorBoundary } from "preact-iso";
import type { ConversationDetails } from "../../src/protocol/conversation/details.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import type { Failure } from "../api.ts";
import { knownName, previewOf, visitorName } from "./labels.ts";
import { hostOf, shownPage } from "./page.ts";
import { panel } from "../shell/lazy.tsx";
import { me } from "../shell/session.ts";
import { useModal } from "../ui/dialog.tsx";
import { Icon } from "../ui/icon.tsx";
import { Avatar, StatusMark } from "../ui/marks.tsx";
import { ago, date, fullTime, localTime, moment } from "../ui/time.ts";
import { scrollable } from "../ui/scrollable.ts";
import { before, type Command, type Offer } from "../shell/commands/registry.ts";
import { blockCommand, forgetBrowserCommand, type ThreadContext, unblockCommand } from "./commands.ts";

/* Loaded with the first visitor who claims an address. */
const ClaimBox = panel(() => import("./claim.tsx").then((module) => module.ClaimBox));

export type SideProps = {
	row: ListItem;
	details: ConversationDetails | null;
	failure: Failure | null;
	/** Null: not blocked. A null `until`: the block has no end. */
	block: { until: number | null } | null;
	offer: (command: Command<ThreadContext>) => Offer;
	/** Loads the details again, after a failure. */
	onRetry: () => void;
};

/** The page's address, which is the visitor's word: a link where it leads to one of the workspace's own sites (page.ts). */
function Page({ url }: { url: string }) {
	const { host, path, href } = shownPage(url, me.value?.settings.allowedOrigins ?? [], location.origin);
	const text = (
		<>
			{host}
			{path !== "" && <span class="path clip">{path}</span>}
		</>
	);
	if (href === null) return text;
	return (
		<a class="link" href={href} target="_blank" rel="noopener noreferrer nofollow">
			{text}
		</a>
	);
}

/** Capitalises the first letter: "desktop" becomes "Desktop", but "iPhone" stays. */
const capital = (words: string): string =>
	/^i[A-Z]/.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1);

/** A heading with facts. Unknown facts are left out, and so is a heading without facts. */
function Facts({ title, facts }: { title: string; facts: [string, ComponentChildren, string?][] }) {
	const known = facts.filter(([, value]) => value !== null && value !== "");
	if (known.length === 0) return null;
	return (
		<section>
			<h2>{title}</h2>
			<dl class="kv">
				{known.map(([name, value, title_]) => (
					<div key={name}>
						<dt>{name}</dt>
						<dd dir="auto" title={title_ ?? (typeof value === "string" ? value : undefined)}>
							{value}
						</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

function Body({ row, details, failure, block, offer, onRetry }: SideProps) {
	const [blocks, unblocks, forgets] = [offer(blockCommand), offer(unblockCommand), offer(forgetBrowserCommand)];
	const visitor = details?.visitor;
	const contactId = details?.contact?.id ?? row.contactId;
	const email = details?.contact?.email ?? row.email;
	// The list's item is the live one. The details load a moment later, and may be of what they said before.
	const claimed = row.claimed ?? null;
	const holder = details?.claim?.email === claimed ? details.claim.contactId : null;
	return (
		<>
			<section class="person">
				<Avatar name={knownName(row)} id={row.contactId ?? row.visitorId} />
				<div>
					<b dir="auto">{visitorName(row)}</b>
					{email !== null && row.name !== null && (
						<div class="clip quiet" dir="auto" title={email}>
							{email}
						</div>
					)}
					{contactId !== null && (
						<a class="link" href={`/contacts/${encodeURIComponent(contactId)}`}>
							Open contact
						</a>
					)}
				</div>
			</section>
			{claimed !== null && (
				<ErrorBoundary>
					<ClaimBox
						conversation={row.id}
						email={claimed}
						holder={holder}
						isBlocked={block !== null}
						onJudged={onRetry}
						onClose={() => {}}
					/>
				</ErrorBoundary>
			)}
			{block !== null && (
				<div class="failure">
					{block.until === null ? "Blocked for good." : `Blocked until ${moment(block.until)}.`}
				</div>
			)}
			{visitor === undefined && failure !== null && (
				<div class="side-failure">
					<p class="quiet">{failure.message}</p>
					<button type="button" class="btn" onClick={onRetry}>
						Try again
					</button>
				</div>
			)}
			{visitor !== undefined && (
				<>
					<Facts
						title="Now, as their browser says"
						facts={[
							["Page", visitor.page && <Page url={visitor.page.url} />, visitor.page?.url],
							["Title", visitor.page?.title || null],
							["Came from", visitor.referrer ? hostOf(visitor.referrer) : null, visitor.referrer ?? undefined],
							[
								"Local time",
								visitor.timezone === null ? null : localTime(visitor.timezone),
								visitor.timezone ?? undefined,
							],
						]}
					/>
					<Facts
						title="About"
						facts={[
							["Place", visitor.place],
							["Language", visitor.language],
							["Device", capital([visitor.device, visitor.browser].filter((part) => part !== null).join(", "))],
							["First seen", date(visitor.firstSeenAt), fullTime(visitor.firstSeenAt)],
						]}
					/>
				</>
			)}
			{details?.contact && details.contact.notes.trim() !== "" && (
				<section>
					<h2>Notes</h2>
					<p class="plain" dir="auto">
						{details.contact.notes}
					</p>
				</section>
			)}
			{details !== null && details.earlier.length > 0 && (
				<section>
					<h2>Earlier conversations</h2>
					<ul class="earlier">
						{details.earlier.map((one) => (
							<li key={one.id}>
								<a href={`/conversations/${encodeURIComponent(one.id)}?status=${one.archived ? "archived" : "all"}`}>
									<span class="clip" dir="auto">
										{previewOf(one)}
									</span>
									<span class="num">{ago(one.lastAt)}</span>
									<StatusMark of={one} />
								</a>
							</li>
						))}
					</ul>
				</section>
			)}
			{block === null && blocks.enabled && (
				<button type="button" class="btn q danger block-it" onClick={blocks.run}>
					<Icon name="ban" small />
					{blocks.name}
				</button>
			)}
			{block !== null && unblocks.enabled && (
				<button type="button" class="btn" onClick={unblocks.run}>
					{unblocks.short}
				</button>
			)}
			{forgets.enabled && (
				<button type="button" class="btn q danger block-it" onClick={forgets.run}>
					<Icon name="cross" small />
					{forgets.name}
				</button>
			)}
		</>
	);
}

export const VisitorSide = (props: SideProps) => (
	<aside class="side scroll" aria-label="Visitor" {...scrollable}>
		<Body {...props} />
	</aside>
);

export function VisitorDrawer({ onClose, ...props }: SideProps & { onClose: () => void }) {
	const ref = useModal(onClose);
	return (
		<dialog ref={ref} class="drawer" aria-label="Visitor">
			<button type="button" class="btn q shut" aria-label="Close the details" onClick={onClose}>
				<Icon name="cross" />
			</button>
			<div class="side">
				<Body {...props} offer={(command) => before(onClose, props.offer(command))} />
			</div>
		</dialog>
	);
}
