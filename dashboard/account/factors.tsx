/** Second factors: the list with what adds and removes one, and the recovery codes. Shown on the account's page and before it. */
import { useSignal } from "@preact/signals";
import { Factors } from "../../src/protocol/people/factor.ts";
import { call } from "../api.ts";
import { useQuery } from "../fetch/query.ts";
import { Loading } from "../ui/loading.tsx";
import { ago, date } from "../ui/time.ts";
import { type Asking, FactorDialog } from "./factor-dialog.tsx";

const load = (signal: AbortSignal) => call("/account/factors", { schema: Factors, signal });

/** `onChanged`: a factor was added or removed, so what the session may has changed. */
export function FactorList({ onChanged }: { onChanged?: () => void }) {
	const { data, error, reload } = useQuery("factors", load);
	const asking = useSignal<Asking | null>(null);
	const found = data.value;
	if (found === null) return <Loading failure={error.value} onRetry={() => void reload()} />;
	const close = () => {
		asking.value = null;
		void reload().then(onChanged);
	};
	const { factors, codesLeft } = found;
	return (
		<>
			{factors.length === 0 ? (
				<p class="quiet">
					{found.required
						? "Your workspace asks everybody for one. Add a passkey, or set up an authenticator app."
						: "None yet. With one, a password alone lets nobody in."}
				</p>
			) : (
				<ul class="account-list">
					{factors.map(({ id, kind, name, addedAt, usedAt }) => (
						<li key={id}>
							<span class="what">
								<b>{name}</b>
								<span class="quiet">
									{kind === "passkey" ? "Passkey" : "App"} · since {date(addedAt)}
									{usedAt === null ? "" : ` · last used: ${ago(usedAt)}`}
								</span>
							</span>
							<span class="ends">
								<button
									type="button"
									class="btn"
									aria-label={`Rename ${name}`}
									onClick={() => void (asking.value = { kind: "rename", id, name })}
								>
									Rename
								</button>
								<button
									type="button"
									class="btn"
									aria-label={`Remove ${name}`}
									onClick={() => void (asking.value = { kind: "remove", id, name })}
								>
									Remove
								</button>
							</span>
						</li>
					))}
					<li>
						<span class="what">
							<b>Recovery codes</b>
							<span class="quiet">{codesLeft === 0 ? "None left" : `${codesLeft} left. Each works once.`}</span>
						</span>
						<button type="button" class="btn" onClick={() => void (asking.value = { kind: "codes" })}>
							New codes
						</button>
					</li>
				</ul>
			)}
			<div class="ends">
				<button type="button" class="btn" onClick={() => void (asking.value = { kind: "passkey" })}>
					Add a passkey
				</button>
				<button type="button" class="btn" onClick={() => void (asking.value = { kind: "app" })}>
					{factors.some(({ kind }) => kind === "totp") ? "Add another app" : "Set up an authenticator app"}
				</button>
			</div>
			{asking.value !== null && <FactorDialog asking={asking.value} onClose={close} />}
		</>
	);
}
