/**
 * better-auth, set up for Parley: members sign in with e-mail and password, sessions live in D1, a workspace is its
 * organization. One instance a request. Nothing of it is reachable but what routes.ts lets through, and nobody signs up.
 */
import { betterAuth } from "better-auth/minimal";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { organization } from "better-auth/plugins/organization";
import { createAccessControl } from "better-auth/plugins/access";
import { adminAc, defaultStatements, ownerAc } from "better-auth/plugins/organization/access";
import { database } from "../db/database.ts";
import * as schema from "../db/schema.ts";
import { log } from "../http/log.ts";
import { secretFor } from "./keys.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { permissionsOf } from "./roles.ts";

const access = createAccessControl({ ...defaultStatements, parley: permissionsOf("owner") });

/** What may be done in Parley comes from roles.ts; owner and admin may run the team as well. */
const roles = {
	owner: access.newRole({ ...ownerAc.statements, parley: permissionsOf("owner") }),
	admin: access.newRole({ ...adminAc.statements, parley: permissionsOf("admin") }),
	agent: access.newRole({ parley: permissionsOf("agent") }),
	viewer: access.newRole({ parley: permissionsOf("viewer") }),
};

const DAY_SECONDS = 24 * 60 * 60;

/** `origin` is the deployment's own, from the request. */
export async function auth(env: Env, origin: string) {
	return betterAuth({
		appName: "Parley",
		baseURL: origin,
		basePath: "/api/auth",
		trustedOrigins: [origin],
		secret: await secretFor(env, "session cookie"),
		database: drizzleAdapter(database(env), { provider: "sqlite", schema }),
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: 10,
			maxPasswordLength: 128,
			password: { hash: hashPassword, verify: verifyPassword },
		},
		session: {
			expiresIn: 30 * DAY_SECONDS,
			updateAge: DAY_SECONDS,
			// A session that was ended or a member who was removed is out with the next request, not minutes later.
			cookieCache: { enabled: false },
		},
		advanced: {
			cookiePrefix: "parley",
			useSecureCookies: origin.startsWith("https:"),
			defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
			// Nothing shows a member's address, so it isn't kept.
			ipAddress: { disableIpTracking: true },
		},
		// SIGN_IN_LIMIT counts attempts; better-auth's own counter lives in one isolate's memory.
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		// Its messages and what comes with them may name an account; the log takes of an error what holds nobody's data.
		logger: {
			level: "error",
			log: (_level, ...said) => log("sign_in_library", { error: said.find((part) => part instanceof Error) }),
		},
		plugins: [
			organization({
				ac: access,
				roles,
				creatorRole: "owner",
				allowUserToCreateOrganization: false,
				schema: {
					organization: { modelName: "workspace" },
					member: { fields: { organizationId: "workspaceId" } },
					invitation: { fields: { organizationId: "workspaceId" } },
					session: { fields: { activeOrganizationId: "activeWorkspaceId" } },
				},
			}),
		],
	});
}
