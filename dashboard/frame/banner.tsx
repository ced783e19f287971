/** Says when what is on the page may be old, and nothing otherwise. Short breaks pass without a word. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { connection, outdated, reconnectNow } from "../conversations/inbox.ts";
import { Icon } from "../look/icon.tsx";

/** Most reconnects take less; a banner for them would only make people nervous. */
const GRACE_MS = 2_500;

export function Banner() {
	const late = useSignal(false);
	const state = connection.value;
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

	const old = outdated.value;
	const text = old
		? "A new version of Parley is ready."
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
					<button type="button" class="link" onClick={() => (old ? location.reload() : reconnectNow())}>
						{old ? "Reload the page" : "Try now"}
					</button>
				</div>
			)}
		</div>
	);
}
