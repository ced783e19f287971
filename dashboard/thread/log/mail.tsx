/** Mail in the thread: one that waits for the team, an address that took none, and the whole of a mail that came. */
import "./mail.css";
import { useSignal } from "@preact/signals";
import type { MailOrigin } from "../../../src/protocol/conversation/entry.ts";
import type { WholeMail } from "../../../src/protocol/conversation/mail.ts";
import { type Answer, mailFileAddress, resumeMail, sendMailOn, wholeMail } from "../../api.ts";
import { can } from "../../shell/session.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { scrollable } from "../../ui/scrollable.ts";
import { fullTime, time } from "../../ui/time.ts";
import { tell, warn } from "../../ui/toast.tsx";
import { MessageFiles } from "../files/message-files.tsx";
import type { OpenFiles } from "../files/open-files.ts";
import type { Line } from "./lines.ts";

type InThread = { conversation: string };

/** A button that opens the whole mail: what a message shows is without its quotes and signature. */
export function WholeMailLink({ conversation, mail }: InThread & { mail: Pick<MailOrigin, "id" | "from"> }) {
	const shown = useSignal<WholeMail | null>(null);
	const open = async () => {
		const answer = await wholeMail(conversation, mail.id);
		if (answer.ok) shown.value = answer.value;
		else warn(answer.failure.message);
	};
	const whole = shown.value;
	return (
		<>
			<button type="button" class="link" title={`From ${mail.from}`} onClick={() => void open()}>
				whole e-mail
			</button>
			{whole && (
				<Dialog title={whole.subject || "Without a subject"} onClose={() => (shown.value = null)}>
					<p class="quiet" dir="auto">
						From {whole.from ?? "nobody in particular"}
						{!whole.isProven && " · the sender isn't proven"}
					</p>
					<div class="whole-mail scroll" dir="auto" {...scrollable}>
						{whole.text}
					</div>
					<div class="ends">
						<a class="btn" href={mailFileAddress(conversation, mail.id)} download="mail.eml">
							Save as a file
						</a>
						<button type="button" class="btn p" onClick={() => (shown.value = null)}>
							Close
						</button>
					</div>
				</Dialog>
			)}
		</>
	);
}

/** One request at a time. */
function useOnce() {
	const busy = useSignal(false);
	const run = async (send: () => Promise<Answer<unknown>>, done: string) => {
		if (busy.value) return;
		busy.value = true;
		const answer = await send();
		busy.value = false;
		if (answer.ok) tell(done);
		else warn(answer.failure.message);
	};
	return { busy, run };
}

type HeldProps = InThread & { line: Extract<Line, { kind: "held" }>; visitor: string; files: OpenFiles };

export function HeldMailLine({ conversation, line: { seq, at, mail, sentOn }, visitor, files }: HeldProps) {
	const { busy, run } = useOnce();
	const why =
		mail.reason === "other_address"
			? `This isn't the address that ${visitor} gave.`
			: "The sender's mail server doesn't vouch for it.";
	return (
		<article class="m v held" data-seq={seq} aria-label={`E-mail from ${mail.from} at ${time(at)}, unconfirmed`}>
			<div class="b">
				<p class="plain" dir="auto">
					{mail.text}
				</p>
				<MessageFiles sent={mail.files} files={files} />
			</div>
			<small>
				<span>
					<Icon name="alert" small /> Answered from <bdi>{mail.from}</bdi>, unconfirmed
				</span>
				<time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
					{time(at)}
				</time>
				<WholeMailLink conversation={conversation} mail={mail} />
				{sentOn && <span>sent on</span>}
			</small>
			{!sentOn && (
				<p class="held-what">
					<span>{why} Only the team sees it.</span>
					{can("converse") && (
						<button
							type="button"
							class="btn"
							aria-disabled={busy.value}
							onClick={() => void run(() => sendMailOn(conversation, seq), "It is in the conversation now")}
						>
							Send it on as {visitor}'s
						</button>
					)}
				</p>
			)}
		</article>
	);
}

type FailedProps = InThread & { line: Extract<Line, { kind: "mail_failed" }> };

export function MailFailedLine({ conversation, line: { text, isLast } }: FailedProps) {
	const { busy, run } = useOnce();
	return (
		<div class="ev">
			<Icon name="alert" small />
			<span>{text}</span>
			{isLast && can("converse") && (
				<button
					type="button"
					class="link"
					aria-disabled={busy.value}
					onClick={() => void run(() => resumeMail(conversation), "The next e-mail is on its way")}
				>
					try again
				</button>
			)}
		</div>
	);
}
