/** One message or note, sent or unsent. Its side, its tint and the line below show the author. */
import "./message.css";
import type { Message, Note } from "../../../src/protocol/conversation/entry.ts";
import { FIRST_SCALE, SCALE } from "../../../src/protocol/conversation/scale.ts";
import type { RefusalReason } from "../../../src/protocol/conversation/frames.ts";
import type { Unsent } from "../../../client/thread.ts";
import { can, myId } from "../../shell/session.ts";
import { confirm } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { fullTime, time } from "../../ui/time.ts";
import { perform } from "../actions.ts";
import { MessageFiles, UnsentFiles } from "../files/message-files.tsx";
import type { OpenFiles } from "../files/open-files.ts";
import { WholeMailLink } from "./mail.tsx";
import { Markdown } from "./markdown.tsx";
import { MessageMenu } from "./message-menu.tsx";

const Time = ({ at }: { at: number }) => (
	<time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
		{time(at)}
	</time>
);

const Text = ({ text }: { text: string }) => (
	<p class="plain" dir="auto">
		{text}
	</p>
);

const percent = (confidence: number): string => `${Math.round(confidence * 100)}\u00A0%`;

/** The dashboard's address of a cited article or question, which the id's prefix distinguishes. */
export const sourceAddress = (id: string): string =>
	`/knowledge/${id.startsWith("qst_") ? "questions" : "articles"}/${encodeURIComponent(id)}`;

type MessageProps = {
	conversation: string;
	message: Message;
	files: OpenFiles;
	visitor: string;
	seen: boolean;
	last: boolean;
	/** Sets the visitor's messages from this one on back to unread; null: one may not. */
	onUnread: ((seq: number) => void) | null;
	onWhy: (seq: number) => void;
};

export function MessageLine({ conversation, message, files, visitor, seen, last, onUnread, onWhy }: MessageProps) {
	const {
		author,
		at,
		text,
		citations: sources = [],
		confidence,
		scale = FIRST_SCALE,
		offer,
		partly,
		writer,
		rating,
	} = message;
	if (author.kind === "visitor")
		return (
			<article class="m v" data-seq={message.seq} aria-label={`${visitor} at ${time(at)}`}>
				<div class="b">
					<Text text={text} />
					<MessageFiles sent={message.files} files={files} />
				</div>
				<small>
					<Time at={at} />
					{message.mail && <WholeMailLink conversation={conversation} mail={message.mail} />}
					<MessageMenu
						label={`More for the message at ${time(at)}`}
						conversation={conversation}
						seq={message.seq}
						onUnread={onUnread && (() => onUnread(message.seq))}
					/>
				</small>
			</article>
		);
	const ai = author.kind === "ai";
	const own = author.kind === "member" && author.id === myId.value;
	const by = ai ? (author.name ? `${author.name} (AI)` : "AI") : own ? "You" : author.name;
	return (
		<article class={ai ? "m a" : "m h"} data-seq={message.seq} aria-label={`${by} at ${time(at)}`}>
			<div class="b">
				<Markdown text={text} />
				<MessageFiles sent={message.files} files={files} />
				{sources.length > 0 && (
					<ul class="sources" aria-label="Sources">
						{sources.map((source, index) => (
							<li key={source.id}>
								<a href={sourceAddress(source.id)}>
									{index + 1} · <span dir="auto">{source.title}</span>
								</a>
							</li>
						))}
					</ul>
				)}
			</div>
			<small>
				<span dir="auto">{by}</span>
				<Time at={at} />
				{confidence !== undefined && (
					<span>
						confidence {percent(confidence)}
						{scale !== SCALE && " (earlier scale)"}
					</span>
				)}
				{writer === "embedded" && !offer && <span>quoted from the knowledge base</span>}
				{offer && <span>{partly ? "answered in part, offered a person" : "offered a person"}</span>}
				{rating !== undefined && (
					<span class={`thumb ${rating}`}>
						<Icon name={rating === "up" ? "thumb" : "thumbDown"} small />
						{rating === "up" ? "found helpful" : "found unhelpful"}
					</span>
				)}
				{ai && (
					<button
						type="button"
						class="link"
						aria-label={offer ? "why a person was offered" : undefined}
						onClick={() => onWhy(message.seq)}
					>
						{offer ? "why" : "why this answer"}
					</button>
				)}
				{(!ai || last) && <span>{seen ? "Seen" : "Delivered"}</span>}
				<MessageMenu
					label={`More for ${own ? "your reply" : `what ${by} said`} at ${time(at)}`}
					conversation={conversation}
					seq={message.seq}
					reply={own && can("converse") && text !== "" ? text : null}
					align="end"
				/>
			</small>
		</article>
	);
}

/** Deletes a note once that is confirmed. Nothing brings it back, so there is no undo. */
async function deleteNote(conversation: string, { seq, files }: Note): Promise<void> {
	const text = `Nobody can read it${files?.length ? " or open its files" : ""} after that, and nothing brings it back.`;
	const asked = { title: "Delete this note?", text, yes: "Delete", danger: true };
	if (await confirm(asked)) await perform(conversation, { type: "delete_note", seq });
}

type NoteProps = { conversation: string; note: Note; files: OpenFiles };

export const NoteLine = ({ conversation, note, files }: NoteProps) => (
	<article class="m n" data-seq={note.seq} aria-label={`Note by ${note.author.name} at ${time(note.at)}`}>
		<div class="b">
			<Markdown text={note.text} mentions={note.mentions} />
			<MessageFiles sent={note.files} files={files} />
		</div>
		<small>
			<span dir="auto">Note by {note.author.id === myId.value ? "you" : note.author.name}</span>
			<Time at={note.at} />
			<MessageMenu
				label={`More for the note at ${time(note.at)}`}
				conversation={conversation}
				seq={note.seq}
				onDelete={
					can("converse") && (note.author.id === myId.value || can("edit_contacts"))
						? () => void deleteNote(conversation, note)
						: null
				}
				align="end"
			/>
		</small>
	</article>
);

const refusals: Record<RefusalReason, string> = {
	too_long: "It is longer than 4,000 characters.",
	too_big: "It is too big.",
	empty: "There is nothing in it.",
	no_file: "A file didn't arrive. Try again.",
	unknown_type: "This page is out of date. Reload it.",
	invalid: "The server couldn't read it. Reload the page.",
	invalid_email: "The e-mail address is wrong.",
	flood: "Too many messages at once. Wait a moment.",
	blocked: "The visitor is blocked.",
	conflict: "Another message has its place. Write it again.",
	forbidden: "Your role doesn't allow it.",
	not_found: "The conversation isn't there any more.",
	not_now: "The conversation is archived.",
	changed: "The conversation has changed.",
	too_late: "It is too late for that.",
	reload: "This page is out of date. Reload it.",
};

type UnsentProps = { item: Unsent; files: OpenFiles; onRetry: () => void; onDelete: () => void };

export function UnsentLine({ item, files, onRetry, onDelete }: UnsentProps) {
	const failed = item.state === "failed";
	const buttons = (
		<>
			<button type="button" class="link" onClick={onRetry}>
				Try again
			</button>
			<button type="button" class="link" onClick={onDelete}>
				Delete
			</button>
		</>
	);
	return (
		<article class={`m ${item.kind === "note" ? "n" : "h"} unsent ${failed ? "failed" : ""}`} aria-label="Not sent yet">
			<div class="b">
				<Markdown text={item.text} />
				<UnsentFiles item={item} files={files} />
			</div>
			<small>
				{failed ? (
					<>
						<Icon name="alert" small />
						<span>Not sent. {item.reason === undefined ? "" : refusals[item.reason]}</span>
						{buttons}
					</>
				) : item.state === "waiting" ? (
					<>
						<Icon name="clock" small />
						<span>
							{item.goesAt ? `Will be sent at ${time(item.goesAt)}` : "Not sent yet, waiting for the connection"}
						</span>
						{buttons}
					</>
				) : (
					<span>Sending</span>
				)}
			</small>
		</article>
	);
}
