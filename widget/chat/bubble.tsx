/** One message: received, unsent, or being streamed. Its side, its tint and the line below show the author. */
import { Component } from "preact";
import type { ThreadCore } from "../../client/thread-core.ts";
import type { Unsent } from "../../client/outbox/outbox.ts";
import type { Message } from "../../src/protocol/conversation/entry.ts";
import { withoutOverrides } from "../../src/protocol/markdown.ts";
import { Icon } from "./icons.tsx";
import type { ChatSession } from "./session/session.ts";
import { Markdown } from "./markdown.tsx";
import { refusal, time } from "./labels.ts";

/** A visitor's own text. It is no Markdown: it is drawn as it was typed, as the team sees it. */
const Plain = ({ text }: { text: string }) => <p dir="auto">{withoutOverrides(text)}</p>;

/** `seen`: whether the team has read the message; null on all but the visitor's last one, which don't show it. */
type BubbleProps = Pick<ChatSession, "more" | "sourcesAt"> & { message: Message; tail: boolean; seen: boolean | null };

export class Bubble extends Component<BubbleProps> {
	/** Skips needless renders: a message's text never changes, and there may be hundreds above an answer that is streamed. */
	override shouldComponentUpdate(next: BubbleProps) {
		const { tail, seen, more } = this.props;
		return tail !== next.tail || seen !== next.seen || more !== next.more;
	}

	render({ message, tail, seen, more, sourcesAt }: BubbleProps) {
		const { author, text, citations: sources = [], at } = message;
		const mine = author.kind === "visitor";
		const who = (author.kind !== "visitor" && author.name) || "AI";
		return (
			<div class={mine ? "m mine" : `m ours ${author.kind}`}>
				<span class="sr">{mine ? "You said:" : `${who} said:`}</span>
				<div class="b">
					{mine ? <Plain text={text} /> : <Markdown text={text} />}
					{more?.(message)}
					{sources.length > 0 && (
						<ul class="sources" aria-label="Sources">
							{sources.map(({ id, title }) => (
								<li key={id} dir="auto">
									<Icon name="source" size={14} />
									<a href={sourcesAt + id} target="_blank" rel="noreferrer nofollow">
										{title}
									</a>
								</li>
							))}
						</ul>
					)}
				</div>
				{tail && (
					<small>
						{!mine && `${who} · `}
						<time dateTime={new Date(at).toISOString()}>{time(at)}</time>
						{seen !== null && ` · ${seen ? "Seen" : "Sent"}`}
					</small>
				)}
				{more?.(message, tail)}
			</div>
		);
	}
}

/** A message that the server hasn't acknowledged, with buttons to retry or delete it once it can't be sent. */
export const Sent = ({ item, thread, more }: { item: Unsent; thread: ThreadCore } & Pick<ChatSession, "more">) => (
	<div class="m mine" data-state={item.state}>
		<div class="b">
			<Plain text={item.text} />
			{more?.(item)}
		</div>
		{item.state === "sending" ? (
			<small>Sending</small>
		) : (
			<small class={item.state} role={item.state === "failed" ? "alert" : undefined}>
				{item.state === "failed"
					? `Not sent. ${refusal(item.reason)}`
					: item.goesAt
						? `Will be sent at ${time(item.goesAt)}`
						: "Not sent yet"}
				<button type="button" class="plain" onClick={() => thread.retry(item.id)}>
					Try again
				</button>
				<button type="button" class="plain" onClick={() => thread.discard(item.id)}>
					Delete
				</button>
			</small>
		)}
	</div>
);

/** The answer that is being streamed. Hidden from screen readers, which announce the finished message instead. */
export const Streaming = ({ text }: { text: string }) => (
	<div class="m ours ai" aria-hidden="true">
		<div class="b writing">
			<Markdown text={text} />
		</div>
		<small>AI</small>
	</div>
);

/** Three moving dots, with the text that says who is writing. */
export const Waiting = ({ text }: { text: string }) => (
	<output class="m ours">
		<span class="b dots">
			<i />
			<i />
			<i />
		</span>
		<small>{text}</small>
	</output>
);
