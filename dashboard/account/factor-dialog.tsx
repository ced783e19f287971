/** The dialog that adds, renames or removes a second factor, or makes new recovery codes. Each asks for the password once more. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { NewApp, RecoveryCodes } from "../../src/protocol/people/factor.ts";
import { anything, call } from "../api.ts";
import { useSaving } from "../fetch/saving.ts";
import { CopyBox } from "../settings/copy-box.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Field, PasswordField } from "../ui/field.tsx";
import { tell } from "../ui/toast.tsx";

const begin = (password: string) =>
	call("/account/factors/app", { method: "POST", body: { password }, schema: NewApp });
const confirmApp = (code: string) =>
	call("/account/factors/app/confirm", { method: "POST", body: { code }, schema: RecoveryCodes });
const renewCodes = (password: string) =>
	call("/account/factors/recovery-codes", { method: "POST", body: { password }, schema: RecoveryCodes });
const at = (id: string) => `/account/factors/${encodeURIComponent(id)}`;
const remove = (id: string, password: string) =>
	call(`${at(id)}/remove`, { method: "POST", body: { password }, schema: anything });
const rename = (id: string, name: string) => call(at(id), { method: "PATCH", body: { name }, schema: anything });

/** What the dialog is open for. */
export type Asking = { kind: "app" | "passkey" | "codes" } | { kind: "remove" | "rename"; id: string; name: string };

const titles = {
	app: "Authenticator app",
	passkey: "Add a passkey",
	codes: "New recovery codes",
	remove: "Remove it?",
	rename: "Rename it",
};
const buttons = { app: "Continue", passkey: "Continue", codes: "Continue", remove: "Remove", rename: "Save" };

export function FactorDialog({ asking, onClose }: { asking: Asking; onClose: () => void }) {
	const app = useSignal<NewApp | null>(null);
	const codes = useSignal<string[] | null>(null);
	const password = useSignal("");
	const text = useSignal("name" in asking ? asking.name : "");
	const { busy, wrong, failure, save } = useSaving();
	if (codes.value !== null) return <Codes codes={codes.value} onClose={onClose} />;
	const isCode = app.value !== null;
	const done = (words: string) => {
		tell(words);
		onClose();
	};
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (isCode) {
			codes.value = (await save(() => confirmApp(text.value)))?.value.codes ?? null;
			return;
		}
		switch (asking.kind) {
			case "app":
				app.value = (await save(() => begin(password.value)))?.value ?? null;
				return;
			case "codes":
				codes.value = (await save(() => renewCodes(password.value)))?.value.codes ?? null;
				return;
			case "passkey": {
				const { makePasskey } = await import("./passkey.ts");
				const made = await save(() => makePasskey(text.value.trim() || "Passkey", password.value));
				if (made === null) return;
				tell("The passkey is added");
				if (made.value.codes.length > 0) codes.value = made.value.codes;
				else onClose();
				return;
			}
			case "remove":
				if ((await save(() => remove(asking.id, password.value))) !== null) done(`${asking.name} is removed`);
				return;
			case "rename":
				if ((await save(() => rename(asking.id, text.value.trim()))) !== null) done("The new name is saved");
		}
	};
	return (
		<Dialog title={titles[asking.kind]} onClose={onClose}>
			<form onSubmit={submit} noValidate>
				<Failure text={failure.value ?? wrong.value["credential"] ?? null} />
				{app.value !== null && <AppToScan app={app.value} />}
				{asking.kind === "passkey" && (
					<p class="quiet">
						Your device asks for its lock: a finger, a face or a PIN. It then signs you in without a password.
					</p>
				)}
				{(isCode || asking.kind === "passkey" || asking.kind === "rename") && (
					<Field
						label={isCode ? "Code from the app" : "Name"}
						hint={asking.kind === "passkey" ? "Such as the device it is on." : undefined}
						wrong={isCode ? wrong.value["code"] : wrong.value["name"]}
					>
						{(attributes) => (
							<input
								{...attributes}
								key={isCode ? "code" : "name"}
								class="input"
								dir="auto"
								maxLength={60}
								autocomplete={isCode ? "one-time-code" : "off"}
								{...(isCode && { inputMode: "numeric" })}
								value={text.value}
								onInput={(event) => void (text.value = event.currentTarget.value)}
							/>
						)}
					</Field>
				)}
				{!isCode && asking.kind !== "rename" && (
					<PasswordField label="Your password" value={password} wrong={wrong.value["password"]} />
				)}
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class={asking.kind === "remove" ? "btn p danger" : "btn p"} aria-disabled={busy.value}>
						{buttons[asking.kind]}
					</button>
				</div>
			</form>
		</Dialog>
	);
}

const Codes = ({ codes, onClose }: { codes: string[]; onClose: () => void }) => (
	<Dialog title="Keep these recovery codes" onClose={onClose}>
		<p>
			Each lets you in once, where your app or passkey is lost. They are shown only now: print them, or keep them in
			your password manager.
		</p>
		<CopyBox parts={codes} />
		<div class="ends">
			<button type="button" class="btn p" onClick={onClose}>
				I have kept them
			</button>
		</div>
	</Dialog>
);

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
