/**
 * Sign-in with a provider: the buttons, where any is set up, and the page that the browser comes back to. Whoever accepts an
 * invitation leaves this page on the way; its token waits in this tab's storage, and is taken out when they are back.
 */
import "./sign-in.css";
import { useSignal } from "@preact/signals";
import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { ProviderAddress, ProviderDone, Providers } from "../../src/protocol/people/provider.ts";
import { anything, call } from "../api.ts";
import { enter } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Failure } from "../ui/field.tsx";
import { tell } from "../ui/toast.tsx";
import { tellFailures } from "./failures.ts";

const load = () => call("/auth/providers", { schema: Providers, signingIn: true });
const start = (provider: string, use: "sign_in" | "join") =>
	call("/auth/provider/start", {
		method: "POST",
		body: { provider, use },
		schema: ProviderAddress,
		signingIn: true,
	});
const finish = (body: { code: string; state: string }) =>
	call("/auth/provider/finish", { method: "POST", body, schema: ProviderDone, signingIn: true });
const join = (body: { code: string; state: string; token: string }) =>
	call("/invitations/accept-with-provider", { method: "POST", body, schema: anything, signingIn: true });

const INVITATION = "parley.invitation";

/** A button for each provider. `invitation`: the token that is accepted with it. */
export function ProviderButtons({ invitation }: { invitation?: string | null }) {
	const providers = useSignal<Providers>([]);
	const failure = useSignal<string | null>(null);
	useEffect(() => {
		void load().then((answer) => {
			if (answer.ok) providers.value = answer.value;
		});
	}, []);
	const go = async (id: string) => {
		const begun = await start(id, invitation ? "join" : "sign_in");
		if (!begun.ok) {
			failure.value = begun.failure.message;
			return;
		}
		if (invitation) sessionStorage.setItem(INVITATION, invitation);
		location.assign(begun.value.url);
	};
	return (
		<>
			{providers.value.map(({ id, name }) => (
				<button key={id} type="button" class="btn wide" onClick={() => void go(id)}>
					Continue with {name}
				</button>
			))}
			<Failure text={failure.value} />
		</>
	);
}

/** The page that a provider sends the browser back to. What came along is taken out of the address bar first. */
export function ProviderReturn() {
	useTitle("Signing in");
	const { route } = useLocation();
	const failure = useSignal<string | null>(null);
	useEffect(() => {
		const query = new URLSearchParams(location.search);
		history.replaceState(history.state, "", location.pathname);
		const [code, state] = [query.get("code"), query.get("state")];
		const token = sessionStorage.getItem(INVITATION);
		sessionStorage.removeItem(INVITATION);
		if (code === null || state === null) {
			failure.value = "The provider didn't sign you in. Try again.";
			return;
		}
		const done = async () => {
			if (token !== null) {
				const joined = await join({ code, state, token });
				if (!joined.ok) return void (failure.value = joined.failure.message);
				await enter();
				return route("/conversations", true);
			}
			const answer = await finish({ code, state });
			if (!answer.ok) return void (failure.value = answer.failure.message);
			await enter();
			if (answer.value.did === "linked") {
				tell("It is linked. You can sign in with it from now on.");
				return route("/settings/account", true);
			}
			tellFailures(answer.value.failedBefore);
			route("/conversations", true);
		};
		void done();
	}, []);
	return (
		<main class="door scroll">
			<div class="card">
				<div class="head">
					<span class="mark" aria-hidden="true">
						p
					</span>
					<h1>{failure.value === null ? "Signing in" : "You aren't signed in"}</h1>
				</div>
				<Failure text={failure.value} />
				{failure.value !== null && (
					<a class="btn wide" href="/conversations">
						Back
					</a>
				)}
			</div>
		</main>
	);
}
