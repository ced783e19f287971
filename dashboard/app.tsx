/**
 * The root component: routes, and the sign-in form while nobody is signed in. The form is shown at the requested address, so
 * that the requested page appears after signing in.
 */
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";
import { ConversationsPage } from "./conversations/page.tsx";
import { Over } from "./palette/open.tsx";
import { Confirmation } from "./ui/dialog.tsx";
import { Toasts } from "./ui/toast.tsx";
import { InboxProvider } from "./shell/inbox-context.tsx";
import { reloadFor } from "./shell/reload.ts";
import { sendPending } from "./thread/open.ts";
import { Frame } from "./shell/frame.tsx";
import { Navigation } from "./shell/navigation.tsx";
import { entrance, page } from "./shell/lazy.tsx";
import { enter, phase } from "./shell/session.ts";
import { useTitle } from "./shell/title.ts";

const CannedPage = page(() => import("./canned/page.tsx").then((module) => module.CannedPage));
const ContactsPage = page(() => import("./contacts/page.tsx").then((module) => module.ContactsPage));
const FirstRunPage = page(() => import("./first-run/page.tsx").then((module) => module.FirstRunPage));
const FiguresPage = page(() => import("./figures/page.tsx").then((module) => module.FiguresPage));
const OwnFiguresPage = page(() => import("./figures/own/page.tsx").then((module) => module.OwnFiguresPage));
const AnswersPage = page(() => import("./figures/answers/page.tsx").then((module) => module.AnswersPage));
const GapsPage = page(() => import("./knowledge/gaps/gaps.tsx").then((module) => module.GapsPage));
const PlaygroundPage = page(() =>
	import("./knowledge/playground/playground.tsx").then((module) => module.PlaygroundPage),
);
const KnowledgePage = page(() => import("./knowledge/page.tsx").then((module) => module.KnowledgePage));
const SourcesPage = page(() => import("./sources/page.tsx").then((module) => module.SourcesPage));
const ActivityPage = page(() => import("./activity/page.tsx").then((module) => module.ActivityPage));
const AccountPage = page(() => import("./account/page.tsx").then((module) => module.AccountPage));
const MailPage = page(() => import("./mail/page.tsx").then((module) => module.MailPage));
const NotificationsPage = page(() => import("./notifications/page.tsx").then((module) => module.NotificationsPage));
const TagsPage = page(() => import("./settings/tags/page.tsx").then((module) => module.TagsPage));
const TeamPage = page(() => import("./team/page.tsx").then((module) => module.TeamPage));
const SettingsPage = page(() => import("./settings/page.tsx").then((module) => module.SettingsPage));

const Join = entrance(() => import("./sign-in/pages.ts").then((pages) => pages.Join));
const ProviderReturn = entrance(() => import("./sign-in/pages.ts").then((pages) => pages.ProviderReturn));
const Reset = entrance(() => import("./sign-in/pages.ts").then((pages) => pages.Reset));
const SecondFactor = entrance(() => import("./sign-in/pages.ts").then((pages) => pages.SecondFactor));
const SetUp = entrance(() => import("./sign-in/pages.ts").then((pages) => pages.SetUp));
const SignIn = entrance(() => import("./sign-in/pages.ts").then((pages) => pages.SignIn));

/** A page threw while it rendered. Only a reload helps, and may load a release with a fix. */
function pageBroke(error: Error): void {
	console.error(error);
	reloadFor.value ??= "fault";
}

/** The root address, and addresses that only make sense before signing in: redirects to the conversations. */
const Home = () => {
	const { route } = useLocation();
	useEffect(() => route("/conversations", true), []);
	return null;
};

function Nowhere() {
	useTitle("Not found");
	return (
		<main class="page">
			<div class="empty">
				<h1>There is no such page</h1>
				<p>The address may be old or mistyped.</p>
				<a class="btn" href="/conversations">
					Go to conversations
				</a>
			</div>
		</main>
	);
}

const RETRY_MS = 3_000;

/** Retries automatically: a dashboard may be open on a screen where nobody can press a button. */
function CannotStart({ failed }: { failed: { why: string } }) {
	useEffect(() => {
		const timer = setTimeout(() => void enter(), RETRY_MS);
		return () => clearTimeout(timer);
	}, [failed]);
	return (
		<main class="blank">
			<div class="empty">
				<h1>Parley can't start</h1>
				<p>{failed.why}</p>
				<button type="button" class="btn" onClick={() => void enter()}>
					Try again
				</button>
			</div>
		</main>
	);
}

/** All pages, with the Inbox's store, which exists as long as somebody is signed in. */
function SignedIn() {
	useEffect(sendPending, []);
	return (
		<InboxProvider>
			<Frame>
				<ErrorBoundary onError={pageBroke}>
					<Router>
						<Route path="/conversations/:id?" component={ConversationsPage} />
						<Route path="/contacts/:id?" component={ContactsPage} />
						<Route path="/knowledge/gaps" component={GapsPage} />
						<Route path="/knowledge/playground" component={PlaygroundPage} />
						<Route path="/knowledge/sources" component={SourcesPage} />
						<Route path="/knowledge/:kind?/:id?" component={KnowledgePage} />
						<Route path="/figures" component={FiguresPage} />
						<Route path="/figures/confidence" component={AnswersPage} />
						<Route path="/figures/own" component={OwnFiguresPage} />
						<Route path="/settings" component={SettingsPage} />
						<Route path="/settings/team" component={TeamPage} />
						<Route path="/settings/canned" component={CannedPage} />
						<Route path="/settings/tags" component={TagsPage} />
						<Route path="/settings/mail" component={MailPage} />
						<Route path="/settings/notifications" component={NotificationsPage} />
						<Route path="/settings/account" component={AccountPage} />
						<Route path="/settings/activity" component={ActivityPage} />
						<Route path="/start" component={FirstRunPage} />
						<Route path="/" component={Home} />
						<Route path="/sign-in" component={Home} />
						<Route path="/setup" component={Home} />
						<Route default component={Nowhere} />
					</Router>
				</ErrorBoundary>
				<Over />
			</Frame>
		</InboxProvider>
	);
}

function Gate() {
	const now = phase.value;
	const { path } = useLocation();
	// Whoever was invited may have no account yet. The page decides by itself who is signed in.
	if (path === "/reset") return <Reset />;
	if (path === "/sign-in/provider") return <ProviderReturn />;
	if (path === "/join" && now.name !== "loading" && now.name !== "failed") return <Join />;
	switch (now.name) {
		case "loading":
			// The style sheet shows it after a delay: text that flashes makes a quick start look slow.
			return (
				<div class="blank" aria-busy="true">
					<p class="quiet late">Starting</p>
				</div>
			);
		case "setup":
			return <SetUp />;
		case "signed-out":
			return <SignIn lost={now.lost} />;
		case "failed":
			return <CannotStart failed={now} />;
		case "factor":
			return <SecondFactor missing={now.missing} />;
		case "signed-in":
			return <SignedIn />;
	}
}

export const App = () => (
	<LocationProvider>
		<Navigation />
		<ErrorBoundary onError={pageBroke}>
			<Gate />
		</ErrorBoundary>
		<Confirmation />
		<Toasts />
	</LocationProvider>
);
