/**
 * The reply box: a reply to the visitor, or a note for the team. Enter sends and Shift+Enter breaks the line, except while
 * an input method is composing. The draft is stored, so it survives leaving the page.
 */
import "./reply-box.css";
import { useSignal } from "@preact/signals";
import { type RefObject } from "preact";
import { ErrorBoundary } from "preact-iso";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ConversationState } from "../../../src/protocol/conversation/entry.ts";
import { isBlank, MAX_TEXT_LENGTH } from "../../../src/protocol/limits.ts";
import { panel } from "../../shell/lazy.tsx";
import { can, myId } from "../../shell/session.ts";
import { isPhone } from "../../ui/media.ts";
import { hasReplied } from "../../notifications/tab/unseen.ts";
import { warn } from "../../ui/toast.tsx";
import type { Command, Offer } from "../../shell/commands/registry.ts";
import { useCommands } from "../../shell/commands/use-commands.tsx";
import type { ThreadContext } from "../commands.ts";
import { useCopilot, type Wish } from "./copilot.ts";
import { CopilotBar, CopilotButtons } from "./copilot-bar.tsx";
import { type CopilotContext, copilotCommands } from "./copilot-commands.ts";
import { draftOf, followDraft, keepDraft, type Mode } from "./drafts.ts";
import { AddFiles, ChosenFiles, useReplyFiles } from "../files/reply-files.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ariaKeys, keyName } from "../../ui/keys.ts";
import { Menu } from "../../ui/menu.tsx";
import { afterClosingItems } from "../after-closing.ts";
import { closeOnceSent, type OpenThread } from "../open.ts";
import { EmojiButton } from "./emoji/button.tsx";
import { useMeanwhile } from "./meanwhile/use-meanwhile.ts";
import { ModeTabs } from "./mode-tabs.tsx";
import { usePicker } from "./picker/use-picker.tsx";

/* Loaded when somebody has written meanwhile. */
const MeanwhileBar = panel(() => import("./meanwhile/bar.tsx").then((module) => module.MeanwhileBar));

/** The length from which the box shows how many characters are left. */
const COUNT_FROM = MAX_TEXT_LENGTH - 300;
const MAX_HEIGHT_PX = 220;

/** Sends and closes. Not with Ctrl and Enter, by which many send in other products. */
const CLOSE_KEYS = "Mod+Shift+Enter";

/** What opens a picker: in a note teammates too. */
const SIGNS = { reply: ["/"], note: ["/", "@"] } as const;

/** The side effect of a reply on the conversation's state, shown before it is sent; null if there is none. */
function consequence(state: ConversationState | null): string | null {
	if (state === null) return null;
	if (state.status === "closed") return "Replying reopens the conversation.";
	if (state.handler === "ai") return "Replying takes over from the AI.";
	if (state.handler === "waiting") return "Replying takes over.";
	if (state.assignee !== null && state.assignee.id !== myId.value)
		return `${state.assignee.name} has this conversation.`;
	return null;
}

function refusal(state: ConversationState | null, mode: Mode): string | null {
	if (!can("converse")) return "Your role can read conversations, not reply.";
	if (mode === "reply" && state?.archived)
		return "The visitor is blocked: a reply wouldn't reach them. You can leave a note.";
	return null;
}

type Props = {
	id: string;
	open: OpenThread;
	visitor: string;
	/** The visitor's name as the team knows it; null: it doesn't. */
	contactName: string | null;
	/** The conversation is closed once the reply is sent, wherever its reader is by then. */
	onClosing: () => void;
	offer: (command: Command<ThreadContext>) => Offer;
	mode: Mode;
	onMode: (mode: Mode) => void;
	input: RefObject<HTMLTextAreaElement | null>;
};

export function ReplyBox({ id, open, visitor, contactName, onClosing, offer, mode, onMode, input }: Props) {
	const { thread, view } = open;
	const files = useReplyFiles(open.files);
	const texts = useSignal({ reply: draftOf(id, "reply"), note: draftOf(id, "note") });
	const copilot = useCopilot(id, {
		text: () => texts.peek().reply,
		put: (reply) => {
			texts.value = { ...texts.peek(), reply };
			keepDraft(id, "reply", reply);
		},
	});
	const { state } = view.value;
	const meanwhile = useMeanwhile(id, open, !isBlank(texts.value.reply) || files.chosen.value.length > 0);
	const text = texts.value[mode];
	const why = refusal(state, mode);
	const left = MAX_TEXT_LENGTH - text.length;
	const replying = mode === "reply";
	/** True: copilot is changing the draft, which is locked until it is done or cancelled. */
	const locked = replying && copilot.busy.value !== null;
	const sendable = why === null && (!isBlank(text) || files.chosen.value.length > 0) && left >= 0 && !locked;

	useEffect(() => {
		const follow = (which: Mode) =>
			followDraft(
				id,
				which,
				() => texts.peek()[which],
				(now) => {
					texts.value = { ...texts.peek(), [which]: now };
				},
			);
		const stops = [follow("reply"), follow("note")];
		return () => stops.forEach((stop) => stop());
	}, []);

	useLayoutEffect(() => {
		const area = input.current;
		if (area === null) return;
		area.style.height = "auto";
		area.style.height = `${Math.min(MAX_HEIGHT_PX, area.scrollHeight)}px`;
	}, [text, mode]);

	/** The canned responses in the text, to be counted once it is sent. */
	const inserted = useRef(new Set<string>());
	const picker = usePicker(input, {
		signs: SIGNS[mode],
		contactName,
		onInserted: (sign, chosen) => {
			if (sign === "/") inserted.current.add(chosen);
		},
	});
	const countInserted = () => {
		const ids = [...inserted.current];
		inserted.current.clear();
		// Loaded by now, as the picker needs it too.
		if (ids.length > 0) void import("../../canned/responses.ts").then(({ countUse }) => countUse(ids));
	};

	const type = (value: string) => {
		if (value === "") inserted.current.clear();
		texts.value = { ...texts.value, [mode]: value };
		keepDraft(id, mode, value);
		if (replying) {
			copilot.typed();
			meanwhile.typed();
		}
		if (value.trim() !== "") thread.typing(replying ? "typing" : "noting");
	};
	const question = replying ? meanwhile.question.value : null;
	const edit = () => {
		meanwhile.told();
		input.current?.focus();
	};
	const ask = async (wish: Wish) => {
		if (await copilot.ask(wish)) input.current?.focus();
	};
	const again = (change: () => void) => () => {
		change();
		input.current?.focus();
	};
	const { offer: offerCopilot, onFieldKey } = useCommands<CopilotContext>(copilotCommands, {
		canReply: refusal(state, "reply") === null,
		suggest: () => {
			onMode("reply");
			void ask({ do: "suggest" });
		},
		isPut: replying && text === copilot.put.value,
		undo: copilot.past.value.length > 0 ? again(copilot.undo) : null,
		redo: copilot.future.value.length > 0 ? again(copilot.redo) : null,
		cancel: locked ? again(copilot.cancel) : null,
	});
	const send = (thenClose = false) => {
		if (!sendable || (replying && meanwhile.asks(thenClose))) return;
		const chosen = files.chosen.peek();
		const attached = chosen.length > 0 ? chosen : undefined;
		const added = mode === "reply" ? thread.send(text, attached) : thread.note(text, attached);
		if (added) {
			files.sent();
			if (replying) hasReplied.value = true;
		} else {
			warn("Too many messages wait to be sent. Check the connection.");
			return;
		}
		if (replying && !isBlank(text)) copilot.sent(text);
		countInserted();
		type("");
		input.current?.focus();
		if (!thenClose) return;
		closeOnceSent(id, open);
		onClosing();
	};
	const mayClose = replying && state?.status !== "closed";
	const onKeyDown = (event: KeyboardEvent) => {
		// In the text box, Escape must not leave the thread.
		if (event.key === "Escape") event.stopPropagation();
		// What is being composed has the keys. Browsers report key code 229 for the one that ends it.
		if (event.isComposing || event.keyCode === 229) return;
		if (picker.onKey(event) || onFieldKey(event)) return;
		if (event.key === "Escape") return question === null ? input.current?.blur() : edit();
		if (event.key !== "Enter") return;
		// Neither a key that is held down answers the question, nor a double click.
		if (question !== null && event.repeat) return event.preventDefault();
		if (event.shiftKey) {
			if (!mayClose || !(event.ctrlKey || event.metaKey)) return;
			event.preventDefault();
			return send(true);
		}
		// On a phone Enter breaks the line, as in other apps; the button sends.
		if (isPhone.value && !event.ctrlKey && !event.metaKey) return;
		event.preventDefault();
		send();
	};

	const effect = replying ? consequence(state) : null;
	return (
		<>
			{question !== null && (
				<ErrorBoundary>
					<MeanwhileBar question={question} visitor={visitor} onSend={() => send(question.thenClose)} onClose={edit} />
				</ErrorBoundary>
			)}
			<div class={`box ${mode === "note" ? "noting" : ""}`} {...(why === null && files.on)}>
				<div class="tabs">
					<ModeTabs mode={mode} onMode={onMode} offer={offer} input={input} />
					{replying && why === null && (
						<CopilotButtons
							copilot={copilot}
							empty={isBlank(text)}
							offer={offerCopilot}
							onAsk={(wish) => void ask(wish)}
						/>
					)}
				</div>
				<div role="tabpanel" id="writing" aria-labelledby={`tab-${mode}`}>
					<textarea
						ref={input}
						rows={1}
						dir="auto"
						value={text}
						disabled={why !== null}
						readOnly={locked}
						aria-busy={locked}
						placeholder={why ?? (mode === "reply" ? `Reply to ${visitor}` : "A note only the team can see")}
						aria-label={mode === "reply" ? `Reply to ${visitor}` : "Note for the team"}
						aria-describedby={why === null ? "box-says" : undefined}
						{...picker.attributes}
						onInput={(event) => {
							type(event.currentTarget.value);
							picker.onInput();
						}}
						onKeyDown={onKeyDown}
					/>
					{picker.list}
				</div>
				{why === null && <ChosenFiles files={files} open={open.files} />}
				{replying && why === null && <CopilotBar copilot={copilot} text={text} offer={offerCopilot} />}
				{why === null && (
					<div class="acts">
						<AddFiles files={files} />
						{!locked && <EmojiButton input={input} />}
						<span id="box-says" class="says">
							{left < MAX_TEXT_LENGTH - COUNT_FROM ? (
								<span class={left < 0 ? "over" : ""}>
									{left < 0 ? `${-left} characters too many` : `${left} characters left`}
								</span>
							) : (
								effect
							)}
						</span>
						{mayClose && (
							<span class="pair-of-buttons">
								<button
									type="button"
									class="btn"
									disabled={!sendable}
									title={keyName(CLOSE_KEYS)}
									aria-keyshortcuts={ariaKeys([CLOSE_KEYS])}
									onClick={() => send(true)}
								>
									Send and close
								</button>
								<Menu label="After closing" class="btn" align="end" items={afterClosingItems}>
									<Icon name="down" small />
								</Menu>
							</span>
						)}
						<button
							type="button"
							class="btn p"
							disabled={!sendable}
							onClick={({ detail }) => (question === null || detail < 2) && send()}
						>
							{mode === "reply" ? "Send" : "Add note"}
						</button>
					</div>
				)}
			</div>
		</>
	);
}
