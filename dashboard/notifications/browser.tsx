/** The section for one's browsers: whether this one may notify, what to do where it may not, and those that take pushes. */
import { useSignal } from "@preact/signals";
import type { OwnNotifications } from "../../src/protocol/notification/own.ts";
import { canPush, connectDevice, deviceId, removeDevice } from "../push/device.ts";
import { Section } from "../settings/section.tsx";
import { ago } from "../ui/time.ts";
import { tell, warn } from "../ui/toast.tsx";
import { askPermission, needsHomeScreen, permission } from "./permission.ts";

type Props = { devices: OwnNotifications["devices"]; onChange: () => void };

export function BrowserSection({ devices, onChange }: Props) {
	const busy = useSignal(false);
	const connect = async () => {
		if (busy.value) return;
		busy.value = true;
		const allowed = await askPermission();
		const wrong = allowed === "granted" && canPush() ? await connectDevice() : null;
		busy.value = false;
		if (wrong !== null) warn(wrong);
		onChange();
	};
	const remove = async (id: string) => {
		const wrong = await removeDevice(id);
		if (wrong === null) tell("It takes no more pushes");
		else warn(wrong);
		onChange();
	};
	const connected = devices.some(({ id }) => id === deviceId());
	return (
		<Section title="This browser" text="Sound and count need nothing. Notifications need your browser's permission.">
			<State connected={connected} busy={busy.value} onConnect={() => void connect()} />
			{devices.length > 0 && (
				<ul class="devices" aria-label="Devices that take pushes">
					{devices.map(({ id, device, addedAt }) => (
						<li key={id}>
							<span>
								<b>{device ?? "An unknown browser"}</b>
								<span class="quiet"> {id === deviceId() ? "This one" : `Connected: ${ago(addedAt)}`}</span>
							</span>
							<button
								type="button"
								class="btn"
								aria-label={`Disconnect ${device ?? "the unknown browser"}`}
								onClick={() => void remove(id)}
							>
								Disconnect
							</button>
						</li>
					))}
				</ul>
			)}
		</Section>
	);
}

function State({ connected, busy, onConnect }: { connected: boolean; busy: boolean; onConnect: () => void }) {
	const button = (name: string) => (
		<div>
			<button type="button" class="btn" aria-disabled={busy} onClick={onConnect}>
				{name}
			</button>
		</div>
	);
	switch (permission.value) {
		case "granted":
			return (
				<>
					<p>This browser shows notifications while a dashboard is open and you work elsewhere.</p>
					{canPush() && !connected && button("Get pushes here too, with Parley closed")}
				</>
			);
		case "default":
			return button("Turn on notifications here");
		case "denied":
			return (
				<p>
					This browser has been told to show none. Allow notifications for this site in its settings, beside the
					address.
				</p>
			);
		case "missing":
			return needsHomeScreen() ? (
				<p>
					On an iPhone or iPad, add Parley to the home screen first: Share, then Add to Home Screen. Open it from there
					and come back to this page.
				</p>
			) : (
				<p>This browser has no notifications.</p>
			);
		default:
			return permission.value satisfies never;
	}
}
