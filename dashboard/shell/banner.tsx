/**
 * Says when what is on the page may be old, and when the model doesn't write the answers; nothing otherwise. Short breaks
 * pass without a word.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import { isSameDay, moment, now, time } from "../ui/time.ts";
import { useInbox } from "./inbox-context.tsx";
import { reloadFor } from "./reload.ts";
import type { ModelTrouble } from "../../src/protocol/inbox.ts";

/** Most reconnects take less; a banner for them would only make people nervous. */
const GRACE_MS = 2_500;

export function Banner() {
	const inbox = useInbox();
	const late = useSignal(false);
	const state = inbox.connection.value;
	useEffect(() => {
		if (state === "open") {
			late.value = false;
			return;
		}
		const timer = setTimeout(() => {
			late.value = true;
		}, GRACE_MS);
		return () => clearTimeout(timer);
	}, [state === "open"]);

	const why = reloadFor.value;
	const text =
		why === "release"
			? "A new version of Parley is ready."
			: why === "fault"
				? "Something on this page broke. What you sent is kept."
				: !late.value
					? null
					: state === "offline"
						? "You are offline. What you see may be old; what you send leaves once you are back."
						: "Connecting again. What you see may be old.";
	return (
		<div role="status" class="banner-place">
			{text !== null && (
				<div class="banner">
					<Icon name="alert" small />
					<span>{text}</span>
					<button type="button" class="link" onClick={() => (why ? location.reload() : inbox.retryNow())}>
						{why ? "Reload the page" : "Try now"}
					</button>
				</div>
			)}
		</div>
	);
}

const models: Record<string, string> = {
	"workers-ai": "Workers AI",
	"openai-compatible": "The model at MODEL_URL",
};

const ails: Record<ModelTrouble["why"], string> = {
	used_up: "has no allowance left",
	failing: "has been failing",
	silent: "has been answering with nothing",
};

/** On every page: whoever looks after the model is seldom on the page that tells of it. */
export function ModelTroubleBanner() {
	const standing = useInbox().trouble.value;
	return (
		<div role="status" class="banner-place">
			{standing !== null && (
				<div class="banner">
					<Icon name="bolt" small />
					<span>
						{models[standing.writer] ?? "The language model"} {ails[standing.why]} since{" "}
						{isSameDay(standing.since, now.value) ? time(standing.since) : moment(standing.since)}. Until it answers
						again, most answers are quoted from the knowledge base.
					</span>
				</div>
			)}
		</div>
	);
}
