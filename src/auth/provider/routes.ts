/** Routes of sign-in with a provider. The browser comes back to a page of ours, which finishes here with a POST. */
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import * as v from "valibot";
import { database } from "../../db/database.ts";
import { invalid } from "../../http/body.ts";
import { nothing } from "../../http/contract.ts";
import { ownOrigin } from "../../http/origin.ts";
import { notFound, problem } from "../../http/problem.ts";
import { PasswordAgain } from "../../protocol/people/factor.ts";
import {
	LinkedProviders,
	ProviderAddress,
	ProviderDone,
	ProviderLink,
	ProviderReturn,
	Providers,
	ProviderStart,
} from "../../protocol/people/provider.ts";
import { originOf } from "../account/origin.ts";
import { sessionOf } from "../factor/answers.ts";
import { findMember, type MemberEnv } from "../member.ts";
import { memberRoute, openRoute } from "../route.ts";
import type { AskedAgain } from "../sign-in/again.ts";
import { takeFailures } from "../sign-in/failures.ts";
import { auditSignIn, openSession, tooManyFor } from "../sign-in/session.ts";
import * as actions from "./actions.ts";
import { providersOf } from "./config.ts";

const ProviderParams = v.object({ provider: v.picklist(["google", "oidc"]) });

const WAY_S = 600;
const nameOf = (c: Context) =>
	ownOrigin(c.req.raw).startsWith("https:") ? "__Host-parley.provider" : "parley.provider";

/** Remembers in this browser that it left, and says where to. */
function leave(c: Context, begun: Awaited<ReturnType<typeof actions.begin>>): { url: string } {
	if (!begun.ok)
		throw begun.reason === "unknown"
			? notFound("provider")
			: problem(502, "The provider doesn't answer", { detail: "Try again later, or use your password." });
	const secure = nameOf(c).startsWith("__Host-");
	setCookie(c, nameOf(c), begun.state, { httpOnly: true, secure, sameSite: "Strict", path: "/", maxAge: WAY_S });
	return { url: begun.url };
}

/** Who came back to this browser. Throws where nobody did whom we can believe. */
export async function arrived(c: Context<{ Bindings: Env }>, way: ProviderReturn): Promise<actions.Arrived> {
	const cookie = getCookie(c, nameOf(c));
	const found = await actions.arrive(c.env, ownOrigin(c.req.raw), { ...way, cookie });
	if (found) return found;
	throw problem(409, "This sign-in is over", {
		detail: "It took too long, was begun elsewhere, or the provider refused it. Try again.",
		reason: "not_now",
	});
}

function again(refused: AskedAgain) {
	return refused.reason === "flood" ? tooManyFor(refused.waitMs) : invalid(refused.fields);
}

const own = { ownPage: true, limit: { of: "SIGN_IN_LIMIT" } } as const;

export const providerRoutes = new Hono<MemberEnv>()
	.get(
		"/auth/providers",
		...openRoute(
			{ summary: "The providers that one can sign in with", limit: { of: "BOOT_LIMIT" }, answer: Providers },
			(c) => providersOf(c.env).map(({ id, name }) => ({ id, name })),
		),
	)
	.post(
		"/auth/provider/start",
		...openRoute(
			{
				...own,
				summary: "Begin to sign in, or to accept an invitation, with a provider",
				thing: "provider",
				json: ProviderStart,
				answer: ProviderAddress,
				refuses: [404, 502],
				example: { provider: "google", use: "sign_in" },
			},
			async (c) => {
				const { provider, use } = c.req.valid("json");
				return leave(c, await actions.begin(c.env, ownOrigin(c.req.raw), { provider, use: { kind: use } }));
			},
		),
	)
	.post(
		"/auth/provider/finish",
		...openRoute(
			{
				...own,
				summary: "Finish it: sign in, or link the provider with my account",
				json: ProviderReturn,
				answer: ProviderDone,
				refuses: [409, 429],
				example: { code: "what the provider gave", state: "A".repeat(43) },
			},
			async (c) => {
				const came = await arrived(c, c.req.valid("json"));
				const from = originOf(c.req.raw);
				if (came.use.kind === "link") {
					const who = await findMember(c.req.raw, c.env);
					const done = await actions.link(c.env, who && { ...who, startedAt: 0 }, came);
					if (done.ok) return { did: "linked" as const, failedBefore: 0 };
					throw problem(409, "This can't be linked", {
						detail:
							done.reason === "taken"
								? "Another account here has this one linked already."
								: "Somebody else is signed in here by now. Begin again in My account.",
						reason: done.reason,
					});
				}
				const entered = came.use.kind === "sign_in" ? await actions.enter(c.env, came) : null;
				if (entered?.ok === false && entered.reason === "flood") throw tooManyFor(entered.waitMs);
				if (!entered?.ok)
					throw problem(401, `Your account at ${came.provider.name} isn't linked here`, {
						detail: `Sign in with your password, and link ${came.provider.name} in My account. If you were invited, open the invitation's link.`,
						reason: "unauthorized",
					});
				await openSession(c, { userId: entered.userId, hasFactor: false });
				const db = database(c.env);
				const [failedBefore] = await Promise.all([
					takeFailures({ env: c.env, db }, entered.email),
					auditSignIn(db, entered.email, from, "member.signed_in", came.provider.name),
				]);
				return { did: "signed_in" as const, failedBefore };
			},
		),
	)
	.get(
		"/account/providers",
		...memberRoute({ summary: "The providers, and which I have linked", may: "see", answer: LinkedProviders }, (c) =>
			actions.linksOf(c.env, c.var.member.userId),
		),
	)
	.post(
		"/account/providers/start",
		...memberRoute(
			{
				summary: "Begin to link a provider with my account",
				thing: "provider",
				may: "see",
				limit: { of: "SIGN_IN_LIMIT", by: (c) => `link ${c.var.member.userId}` },
				json: ProviderLink,
				answer: ProviderAddress,
				refuses: [404, 502],
				example: { provider: "google", password: "a long password" },
			},
			async (c) => {
				const { startedAt } = await sessionOf(c);
				const who = { ...c.var.member, startedAt };
				const begun = await actions.beginLink(c.env, who, ownOrigin(c.req.raw), c.req.valid("json"));
				if (!begun.ok && (begun.reason === "flood" || begun.reason === "invalid")) throw again(begun);
				return leave(c, begun);
			},
		),
	)
	.post(
		"/account/providers/:provider/unlink",
		...memberRoute(
			{
				summary: "Take a provider's link with my account away",
				thing: "provider",
				may: "see",
				limit: { of: "SIGN_IN_LIMIT", by: (c) => `link ${c.var.member.userId}` },
				params: ProviderParams,
				json: PasswordAgain,
				answer: nothing,
				refuses: [404, 409],
				example: { password: "a long password" },
			},
			async (c) => {
				const { startedAt } = await sessionOf(c);
				const input = { ...c.req.valid("param"), ...c.req.valid("json") };
				const done = await actions.unlink(c.env, { ...c.var.member, startedAt }, input);
				if (done.ok) return;
				if (done.reason === "flood" || done.reason === "invalid") throw again(done);
				if (done.reason === "not_found") throw notFound("provider");
				throw problem(409, "It is your only way in", {
					detail: "Set a password or add a passkey first.",
					reason: "last",
				});
			},
		),
	);
