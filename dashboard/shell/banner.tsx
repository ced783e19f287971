/**
 * Banners: one while the page's data may be outdated, one while the model doesn't write the answers, and one while its calls
 * of the day are used up. A short interruption of the connection shows none.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Icon } from "../ui/icon.tsx";
import { isSameDay, moment, now, time } from "../ui/time.ts";
import { useInbox } from "./inbox-context.tsx";
import { reloadFor } from "./reload.ts";
import { can, me } from "./session.ts";
import type { ModelTrouble } from "../../src/protocol/inbox.ts";
import { DAY_MS, dayOf } from "../../src/protocol/settings/budgets.ts";

/** How long an interruption must last before a banner appears, in ms. Most reconnects take less. */
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

/** The banner about the model. It is on every page, because the person who can fix it is seldom on the settings page. */
export function ModelTroubleBanner() {
	const trouble = useInbox().trouble.value;
	return (
		<div role="status" class="banner-place">
			{trouble !== null && (
				<div class="banner">
					<Icon name="bolt" small />
					<span>
						{models[trouble.writer] ?? "The language model"} {ails[trouble.why]} since{" "}
						{isSameDay(trouble.since, now.value) ? time(trouble.since) : moment(trouble.since)}. Until it answers again,
						most answers are quoted from the knowledge base.
					</span>
				</div>
			)}
		</div>
	);
}

/**
 * The banner while the day's model calls are used up. A workspace whose limit is 0 has chosen to call no model, so it isn't told
 * every day.
 */
export function BudgetBanner() {
	const usage = useInbox().usage.value;
	const limit = me.value?.settings.workspaceCallsADay ?? 0;
	const spent = usage !== null && usage.day === dayOf(now.value) && limit > 0 && usage.calls >= limit;
	return (
		<div role="status" class="banner-place">
			{spent && (
				<div class="banner">
					<Icon name="bolt" small />
					<span>
						All of today's model calls ({limit.toLocaleString("en")}) are used up. Until{" "}
						{time((usage.day + 1) * DAY_MS)}, answers are quoted from the knowledge base.
					</span>
					{can("configure") && (
						<a class="link" href="/settings">
							Change the limit
						</a>
					)}
				</div>
			)}
		</div>
	);
}
