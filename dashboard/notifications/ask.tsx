/** The question whether this browser may notify, once, after the member's first reply here. It asks the browser at a click only. */
import { useSignal } from "@preact/signals";
import { Icon } from "../ui/icon.tsx";
import { canPush, connectDevice } from "../push/device.ts";
import { warn } from "../ui/toast.tsx";
import { recall, remember } from "../ui/stored.ts";
import { askPermission, permission } from "./permission.ts";

/** The key of having been asked in this browser. */
const ASKED = "asked-to-notify";

export function AskToNotify() {
	const asked = useSignal(recall(ASKED) !== null);
	if (asked.value || permission.value !== "default") return null;
	const done = () => {
		remember(ASKED, "1");
		asked.value = true;
	};
	const turnOn = async () => {
		if ((await askPermission()) === "granted" && canPush()) {
			const wrong = await connectDevice();
			if (wrong !== null) warn(wrong);
		}
		done();
	};
	return (
		<div role="status" class="banner-place">
			<div class="banner">
				<Icon name="chat" small />
				<span>Shall this browser tell you when a visitor writes to you while you work elsewhere?</span>
				<button type="button" class="link" onClick={() => void turnOn()}>
					Turn on
				</button>
				<button type="button" class="link" onClick={done}>
					Not now
				</button>
			</div>
		</div>
	);
}
