/** The feed: a scrolling log. It keeps its position while older history is inserted above, and otherwise follows the end. */
import { Component, createRef } from "preact";
import { Bubble, Sent, Streaming, Waiting } from "./bubble.tsx";
import { Icon } from "./icons.tsx";
import { Notices } from "./notices.tsx";
import type { ChatSession } from "./session/session.ts";
import { timeline } from "./timeline.ts";

/** The distance from an edge, in px, within which the position counts as being at it. */
const NEAR_PX = 60;

type FeedProps = { session: ChatSession };
type FeedState = { below: boolean };

export class Feed extends Component<FeedProps, FeedState> {
	override state = { below: false };
	#list = createRef<HTMLDivElement>();
	#following = true;
	#first: number | undefined;
	#newest: string | undefined;

	override componentDidMount() {
		const list = this.#list.current;
		// The sizes also change without a change of the thread: when the panel opens, the composer grows, or a form shows
		// a problem.
		const sizes = new ResizeObserver(() => this.#following && this.#toEnd());
		for (const part of [list, list?.firstElementChild]) if (part) sizes.observe(part);
	}

	override getSnapshotBeforeUpdate() {
		return this.#list.current?.scrollHeight;
	}

	override componentDidUpdate(_: FeedProps, __: FeedState, height: number) {
		const list = this.#list.current;
		const { entries, unsent } = this.props.session.thread.view;
		const first = entries[0]?.seq;
		const newest = unsent.at(-1)?.id;
		// The visitor's own new message always scrolls to the end.
		if (newest !== undefined && newest !== this.#newest) this.#following = true;
		// Not left to the observer: a scroll event may come first and mistake the new height for the visitor scrolling up.
		if (!list?.clientHeight || this.#following) this.#toEnd();
		else if (first !== this.#first) list.scrollTop += list.scrollHeight - height;
		// Whether new content is below the fold can be measured only after the render.
		// oxlint-disable-next-line react/no-did-update-set-state
		else if (list.scrollHeight > height && !this.state.below) this.setState({ below: true });
		this.#first = first;
		this.#newest = newest;
	}

	#toEnd = () => {
		const list = this.#list.current;
		if (list) list.scrollTop = list.scrollHeight;
	};

	#onScroll = () => {
		const list = this.#list.current;
		if (!list || list.clientHeight === 0) return;
		this.#following = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
		if (this.#following && this.state.below) this.setState({ below: false });
		if (list.scrollTop < NEAR_PX && !this.#following) void this.props.session.thread.loadOlder();
	};

	render({ session }: FeedProps, { below }: FeedState) {
		const { thread, info } = session;
		const { view } = thread;
		const lines = timeline(view.entries, Date.now() + view.clockOffsetMs);
		const own = view.entries.findLast((entry) => entry.kind === "message" && entry.author.kind === "visitor")?.seq ?? 0;
		const seen = (view.state?.teamReadSeq ?? 0) >= own;
		return (
			<div class="feed">
				<Banner session={session} />
				{/* A scrolling region must be focusable for keyboard users. */}
				{/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
				<div class="scroll" ref={this.#list} onScroll={this.#onScroll} tabIndex={0}>
					<div class="in">
						{view.older && (
							<button
								type="button"
								class="plain older"
								aria-disabled={view.loadingOlder}
								onClick={() => void thread.loadOlder()}
							>
								{view.loadingOlder ? "Loading" : "Show earlier messages"}
							</button>
						)}
						<div class="log" role="log" aria-live={view.loadingOlder ? "off" : "polite"} aria-label="Messages">
							{!view.older && info && (
								<div class="m ours">
									<div class="b">
										<p dir="auto">{info.greeting}</p>
									</div>
								</div>
							)}
							{lines.map((line) =>
								line.kind === "message" ? (
									<Bubble
										key={line.key}
										message={line.message}
										tail={line.tail}
										more={session.more}
										sourcesAt={session.sourcesAt}
										seen={line.message.seq === own ? seen : null}
									/>
								) : (
									<p key={line.key} class={line.kind}>
										{line.text}
									</p>
								),
							)}
						</div>
						{view.unsent.map((item) => (
							<Sent key={item.id} item={item} thread={thread} more={session.more} />
						))}
						{view.writing !== null && <Streaming text={view.writing} />}
						{view.thinking && <Waiting text="The AI is looking for an answer" />}
						{view.typing.map(({ member }) => member && <Waiting key={member.id} text={`${member.name} is writing`} />)}
						<Notices session={session} />
					</div>
				</div>
				{below && (
					<button type="button" class="icon below" aria-label="Go to the latest message" onClick={this.#toEnd}>
						<Icon name="down" />
					</button>
				)}
			</div>
		);
	}
}

/** The connection's banner. It overlays the feed, so that nothing moves; the style sheet delays it past short interruptions. */
function Banner({ session: { outdated, thread } }: FeedProps) {
	const { connection } = thread.view;
	const text = outdated
		? "Please reload the page. What is not sent is kept."
		: connection === "offline"
			? "You are offline. Messages are sent when you are back."
			: connection !== "open" && connection !== "refused" && "Connecting";
	return (
		<output class="banner">
			{text && (
				<span key={text} class={text === "Connecting" ? "" : "now"}>
					{text}
				</span>
			)}
		</output>
	);
}
