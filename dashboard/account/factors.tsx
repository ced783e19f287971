/** Second factors: the list with what adds and removes one, and the recovery codes. Shown on the account's page and before it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Factors, NewApp, RecoveryCodes } from "../../src/protocol/people/factor.ts";
import { anything, type Answer, call } from "../api.ts";
import { useQuery } from "../fetch/query.ts";
import { CopyBox } from "../settings/copy-box.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Field } from "../ui/field.tsx";
import { Loading } from "../ui/loading.tsx";
import { ago, date } from "../ui/time.ts";
import { tell } from "../ui/toast.tsx";

const load = (signal: AbortSignal) => call("/account/factors", { schema: Factors, signal });
const begin = (password: string) =>
	call("/account/factors/app", { method: "POST", body: { password }, schema: NewApp });
const confirmApp = (code: string) =>
	call("/account/factors/app/confirm", { method: "POST", body: { code }, schema: RecoveryCodes });
const renewCodes = (password: string) =>
	call("/account/factors/recovery-codes", { method: "POST", body: { password }, schema: RecoveryCodes });
const remove = (id: string, password: string) =>
	call(`/account/factors/${encodeURIComponent(id)}/remove`, { method: "POST", body: { password }, schema: anything });

/** What a dialog is open for. */
type Asking = { kind: "add" } | { kind: "codes" } | { kind: "remove"; id: string; name: string };

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
						? "Your workspace asks everybody for one. Set up an authenticator app."
						: "None yet. With one, a password alone lets nobody in."}
				</p>
			) : (
				<ul class="account-list">
					{factors.map(({ id, name, addedAt, usedAt }) => (
						<li key={id}>
							<span class="what">
								<b>{name}</b>
								<span class="quiet">
									Since {date(addedAt)}
									{usedAt === null ? "" : ` · last used: ${ago(usedAt)}`}
								</span>
							</span>
							<button
								type="button"
								class="btn"
								aria-label={`Remove ${name}`}
								onClick={() => void (asking.value = { kind: "remove", id, name })}
							>
								Remove
							</button>
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
			<div>
				<button type="button" class="btn" onClick={() => void (asking.value = { kind: "add" })}>
					{factors.length === 0 ? "Set up an authenticator app" : "Add another app"}
				</button>
			</div>
			{asking.value !== null && <FactorDialog asking={asking.value} onClose={close} />}
		</>
	);
}

const titles = { add: "Authenticator app", codes: "New recovery codes", remove: "Remove it?" };

function FactorDialog({ asking, onClose }: { asking: Asking; onClose: () => void }) {
	const app = useSignal<NewApp | null>(null);
	const codes = useSignal<string[] | null>(null);
	const typed = useSignal("");
	const wrong = useSignal<string | undefined>(undefined);
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const isCode = app.value !== null;
	if (codes.value !== null)
		return (
			<Dialog title="Keep these recovery codes" onClose={onClose}>
				<p>
					Each lets you in once, where your app is lost. They are shown only now: print them, or keep them in your
					password manager.
				</p>
				<CopyBox parts={codes.value} />
				<div class="ends">
					<button type="button" class="btn p" onClick={onClose}>
						I have kept them
					</button>
				</div>
			</Dialog>
		);
	/** Takes the answer's value, or shows what is wrong. */
	const take = <T,>(answer: Answer<T>, then: (value: T) => void) => {
		if (answer.ok) {
			typed.value = "";
			wrong.value = undefined;
			then(answer.value);
			return;
		}
		const { fields, message } = answer.failure;
		wrong.value = fields["password"] ?? fields["code"];
		if (wrong.value === undefined) failure.value = message;
	};
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value) return;
		busy.value = true;
		failure.value = null;
		const text = typed.value;
		if (isCode) take(await confirmApp(text), (made) => void (codes.value = made.codes));
		else if (asking.kind === "add") take(await begin(text), (made) => void (app.value = made));
		else if (asking.kind === "codes") take(await renewCodes(text), (made) => void (codes.value = made.codes));
		else
			take(await remove(asking.id, text), () => {
				tell(`${asking.name} is removed`);
				onClose();
			});
		busy.value = false;
	};
	return (
		<Dialog title={titles[asking.kind]} onClose={onClose}>
			<form onSubmit={submit} noValidate>
				<Failure text={failure.value} />
				{app.value !== null && <AppToScan app={app.value} />}
				<Field label={isCode ? "Code from the app" : "Your password"} wrong={wrong.value}>
					{(attributes) => {
						const shared = {
							...attributes,
							class: "input",
							value: typed.value,
							onInput: (event: { currentTarget: HTMLInputElement }) => void (typed.value = event.currentTarget.value),
						};
						return isCode ? (
							<input {...shared} key="code" type="text" inputMode="numeric" autocomplete="one-time-code" />
						) : (
							<input {...shared} key="password" type="password" autocomplete="current-password" />
						);
					}}
				</Field>
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class={asking.kind === "remove" ? "btn p danger" : "btn p"} aria-disabled={busy.value}>
						{asking.kind === "remove" ? "Remove" : "Continue"}
					</button>
				</div>
			</form>
		</Dialog>
	);
}

/** The code to scan, and the secret to type. */
function AppToScan({ app: { secret, uri } }: { app: NewApp }) {
	const image = useSignal<string | null>(null);
	useEffect(() => {
		void import("uqr").then(({ renderSVG }) => {
			image.value = `data:image/svg+xml,${encodeURIComponent(renderSVG(uri, { border: 2 }))}`;
		});
	}, [uri]);
	return (
		<>
			<p>Scan this with an authenticator app, such as the one of your password manager, or type the key.</p>
			{image.value !== null && <img class="qr" src={image.value} alt="A code for the camera of the app" />}
			<CopyBox parts={secret.match(/.{1,4}/g) ?? []} />
		</>
	);
}
