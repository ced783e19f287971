/**
 * The thread's scrolling log. It follows the bottom while the reader is there, keeps its position when messages are inserted
 * above or below, shows a message that somebody has come for, and sends read marks only for messages that were on screen.
 */
import "./log.css";
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { can, myId } from "../../shell/session.ts";
import { Icon } from "../../ui/icon.tsx";
import { Waiting } from "../../ui/loading.tsx";
import { HeldMailLine, MailFailedLine } from "./mail.tsx";
import { lastOwn, lines } from "./lines.ts";
import { Markdown } from "./markdown.tsx";
import { MessageLine, NoteLine, UnsentLine } from "./message.tsx";
import type { OpenThread } from "../open.ts";
import { scrollable } from "../../ui/scrollable.ts";
import { useReveal } from "./reveal.ts";

/** The distance from the bottom, in px, within which the reader counts as being at it. */
const NEAR_PX = 48;
const PAGE_BACK_PX = 400;

function Typing({ who }: { who: string }) {
	return (
		<div class="m v typing">
			<div class="b" aria-hidden="true">
				<i />
				<i />
				<i />
			</div>
			<small role="status">{who} is writing</small>
		</div>
	);
}

type Props = Pick<Parameters<typeof MessageLine>[0], "conversation" | "visitor" | "onUnread" | "onWhy"> & {
	open: OpenThread;
	/** The reader leaves an earlier message for the latest ones. */
	onLatest: () => void;
};

export function Log({ conversation, open, visitor, onLatest, onUnread, onWhy }: Props) {
	const { thread, view, log, shown, seen, files } = open;
	const box = useRef<HTMLDivElement>(null);
	const content = useRef<HTMLDivElement>(null);
	const atBottom = useRef(true);
	const lastTop = useRef(0);
	const first = useRef<{ seq: number; height: number }>({ seq: 0, height: 0 });
	/** The seq after which messages are new to this reader; null until the log is loaded. */
	const newAfter = useSignal<number | null>(null);
	const below = useSignal(0);
	const v = view.value;
	const s = shown.value;
	const { newer } = s;
	const reveal = useReveal(box);

	if (newAfter.peek() === null && v.ready && v.state !== null) newAfter.value = v.state.teamReadSeq;

	const all = useComputed(() => lines(shown.value.entries, { visitor, me: myId.value }, newAfter.value));
	/** The target that was scrolled to last. */
	const reached = useRef<typeof s.target>(null);
	const lastSeq = v.entries.at(-1)?.seq ?? 0;
	const own = lastOwn(v.entries);

	const isNearBottom = (element: HTMLElement): boolean =>
		!shown.peek().newer && element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
	const markRead = () => {
		if (!shown.peek().ready) return;
		if (document.visibilityState !== "visible" || !document.hasFocus() || !atBottom.current || !can("converse")) return;
		thread.read();
		seen.show(view.peek().entries.at(-1)?.seq ?? 0, performance.now());
	};
	const toBottom = (smooth = false) => {
		const element = box.current;
		if (element === null) return;
		element.scrollTo({ top: element.scrollHeight, behavior: smooth ? "smooth" : "instant" });
		atBottom.current = true;
		below.value = 0;
	};
	const toLatest = () => {
		// Within a window, the latest messages are drawn first; the effect below then scrolls to them.
		atBottom.current = true;
		if (newer) {
			log.showLatest();
			onLatest();
		}
		toBottom(!newer);
	};

	useLayoutEffect(() => {
		const element = box.current;
		if (element === null) return;
		const seq = s.entries[0]?.seq ?? 0;
		const before = first.current;
		if (s.target !== null && s.target !== reached.current) {
			reached.current = s.target;
			reveal.at(s.target.seq);
			atBottom.current = isNearBottom(element);
			markRead();
		} else if (before.seq > 0 && seq < before.seq && seq > 0) element.scrollTop += element.scrollHeight - before.height;
		else if (atBottom.current) toBottom();
		first.current = { seq, height: element.scrollHeight };
	}, [v, s]);

	// Counts the messages that arrived while the reader was further up.
	const lastSeen = useRef(0);
	useEffect(() => {
		const arrived = v.entries.filter((entry) => entry.seq > lastSeen.current && entry.kind !== "event").length;
		if (lastSeen.current > 0 && !atBottom.current) below.value += arrived;
		lastSeen.current = lastSeq;
		markRead();
	}, [lastSeq]);

	// The reader's own new message always scrolls to the bottom.
	const unsentCount = v.unsent.length;
	const hadUnsent = useRef(unsentCount);
	useLayoutEffect(() => {
		if (unsentCount > hadUnsent.current) toLatest();
		hadUnsent.current = unsentCount;
	}, [unsentCount]);

	useEffect(() => {
		const onAttention = () => {
			// Messages that arrive while the tab is hidden are marked as new when the reader returns.
			if (document.visibilityState === "hidden") newAfter.value = view.peek().entries.at(-1)?.seq ?? 0;
			markRead();
		};
		addEventListener("focus", onAttention);
		document.addEventListener("visibilitychange", onAttention);
		const observer = new ResizeObserver(() => {
			if (atBottom.current) toBottom();
			else reveal.again();
		});
		if (box.current) observer.observe(box.current);
		if (content.current) observer.observe(content.current);
		return () => {
			removeEventListener("focus", onAttention);
			document.removeEventListener("visibilitychange", onAttention);
			observer.disconnect();
		};
	}, []);

	const onScroll = () => {
		const element = box.current;
		if (element === null) return;
		reveal.scrolled();
		// If the bottom is far but the reader didn't scroll up, the log grew or its box shrank, and the observer scrolls down.
		const near = isNearBottom(element);
		if (near || element.scrollTop < lastTop.current) atBottom.current = near;
		lastTop.current = element.scrollTop;
		if (atBottom.current) {
			below.value = 0;
			markRead();
		}
		first.current.height = element.scrollHeight;
		if (element.scrollTop < PAGE_BACK_PX) void log.loadOlder();
		if (newer && element.scrollHeight - element.scrollTop - element.clientHeight < PAGE_BACK_PX) void log.loadNewer();
	};

	const state = v.state;
	const visitorTypes = state?.archived !== true && v.typing.some((one) => one.member === undefined);
	return (
		<div class="log">
			<div
				class="msgs scroll"
				ref={box}
				onScroll={onScroll}
				{...scrollable}
				role="log"
				aria-label="Messages"
				aria-busy={!s.ready}
			>
				<div class="msgs-in" ref={content}>
					{!s.ready && s.entries.length === 0 && <Waiting />}
					{s.older && (
						<button type="button" class="older" disabled={s.loadingOlder} onClick={() => void log.loadOlder()}>
							{s.loadingOlder ? "Loading earlier messages" : "Show earlier messages"}
						</button>
					)}
					{all.value.map((line) => {
						switch (line.kind) {
							case "day":
								return (
									<div key={line.key} class="ev day">
										{line.text}
									</div>
								);
							case "new":
								return (
									<div key={line.key} class="divider">
										<span>New</span>
									</div>
								);
							case "event":
								return (
									<div key={line.key} class="ev">
										{line.handedOff && <Icon name="bolt" small />}
										<span>{line.text}</span>
										{line.why !== null && (
											<button
												type="button"
												class="link"
												aria-label="why it was handed over"
												onClick={() => line.why !== null && onWhy(line.why)}
											>
												why
											</button>
										)}
									</div>
								);
							case "held":
								return (
									<HeldMailLine
										key={line.key}
										conversation={conversation}
										line={line}
										visitor={visitor}
										files={files}
									/>
								);
							case "mail_failed":
								return <MailFailedLine key={line.key} conversation={conversation} line={line} />;
							case "note_deleted":
								return (
									<div key={line.key} class="ev" data-seq={line.seq}>
										<span>{line.text}</span>
									</div>
								);
							case "note":
								return <NoteLine key={line.key} conversation={conversation} note={line.note} files={files} />;
							case "message":
								return (
									<MessageLine
										key={line.key}
										conversation={conversation}
										message={line.message}
										files={files}
										visitor={visitor}
										seen={(state?.visitorReadSeq ?? 0) >= line.message.seq}
										last={line.message.seq === own}
										onUnread={onUnread}
										onWhy={onWhy}
									/>
								);
						}
					})}
					{newer && (
						<button type="button" class="older" onClick={() => void log.loadNewer()}>
							Show later messages
						</button>
					)}
					{v.unsent.map((item) => (
						<UnsentLine
							key={item.id}
							item={item}
							files={files}
							onRetry={() => thread.retry(item.id)}
							onDelete={() => thread.discard(item.id)}
						/>
					))}
					{v.writing !== null && (
						<div class="m a writing">
							<div class="b">
								<Markdown text={v.writing} />
							</div>
							<small>The AI is writing</small>
						</div>
					)}
					{v.writing === null && v.thinking && (
						<div class="ev ai-thinks" role="status">
							<span>The AI is looking for an answer</span>
						</div>
					)}
					{visitorTypes && <Typing who={visitor} />}
				</div>
			</div>
			{(below.value > 0 || newer) && (
				<button type="button" class="jump" onClick={toLatest}>
					<Icon name="arrow" small />
					{below.value === 0 ? "Latest messages" : below.value === 1 ? "1 new message" : `${below.value} new messages`}
				</button>
			)}
		</div>
	);
}
