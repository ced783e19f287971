/**
 * Sign-in as better-auth's endpoints: by e-mail and password, and of an account that another proof has named. The first does what the library's own does, except that the library
 * refuses addresses whose form it doesn't know (zod's `email`: "a&b@example.com", "info@xn--e1afmkfd.xn--p1ai"); ours have
 * been parsed by protocol/text/email.ts. An unknown address costs a hash too, so that the time doesn't reveal it.
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import * as v from "valibot";

const Credentials = v.object({ email: v.string(), password: v.string() });

/** Whoever a passkey or a provider has shown to be at the other end. */
const Known = v.object({ userId: v.string() });

const wrong = () => new APIError("UNAUTHORIZED");

export const emailSignIn = {
	id: "email-sign-in",
	endpoints: {
		signInMember: createAuthEndpoint("/sign-in/member", { method: "POST", body: Credentials }, async (ctx) => {
			const { email, password } = ctx.body;
			const { internalAdapter, password: passwords } = ctx.context;
			const found = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
			const hash = found?.accounts.find(({ providerId }) => providerId === "credential")?.password;
			if (!found || !hash) {
				await passwords.hash(password);
				throw wrong();
			}
			if (!(await passwords.verify({ hash, password }))) throw wrong();
			const session = await internalAdapter.createSession(found.user.id, false);
			await setSessionCookie(ctx, { session, user: found.user });
			return ctx.json({ signedIn: true });
		}),
		// Called by session.ts alone: no route leads here.
		signInKnown: createAuthEndpoint("/sign-in/known", { method: "POST", body: Known }, async (ctx) => {
			const { internalAdapter } = ctx.context;
			const found = await internalAdapter.findUserById(ctx.body.userId);
			if (!found) throw wrong();
			const session = await internalAdapter.createSession(found.id, false);
			await setSessionCookie(ctx, { session, user: found });
			return ctx.json({ session: session.id });
		}),
	},
} satisfies BetterAuthPlugin;
