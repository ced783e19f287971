/**
 * The configuration of better-auth: members sign in with e-mail and password, sessions are rows in D1, and a workspace is
 * better-auth's organization. Each request makes its own instance. Its HTTP handler isn't mounted: only the functions that
 * auth/routes.ts calls can be reached from outside, and sign-up is off.
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
import { emailSignIn } from "./sign-in/endpoint.ts";

const access = createAccessControl({ ...defaultStatements, parley: permissionsOf("owner") });

/** The roles: permissions in Parley from roles.ts, and better-auth's own for managing the team, which owner and admin have. */
const roles = {
	owner: access.newRole({ ...ownerAc.statements, parley: permissionsOf("owner") }),
	admin: access.newRole({ ...adminAc.statements, parley: permissionsOf("admin") }),
	agent: access.newRole({ parley: permissionsOf("agent") }),
	viewer: access.newRole({ parley: permissionsOf("viewer") }),
};

const DAY_SECONDS = 24 * 60 * 60;

const HOST_COOKIE = "__Host-parley";
/** The cookie's name in earlier releases, whose sessions go on. */
const EARLIER_COOKIE = "__Secure-parley";

/** A request's headers, in which an earlier release's cookie has today's name. */
export function sessionHeaders(request: Request): Headers {
	const cookie = request.headers.get("cookie") ?? "";
	if (!cookie.includes(`${EARLIER_COOKIE}.`) || cookie.includes(`${HOST_COOKIE}.`)) return request.headers;
	const headers = new Headers(request.headers);
	headers.set("cookie", cookie.replaceAll(`${EARLIER_COOKIE}.`, `${HOST_COOKIE}.`));
	return headers;
}

/** better-auth for one request. `origin` is the deployment's own, from the request. */
export async function auth(env: Env, origin: string) {
	const secure = origin.startsWith("https:");
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
			// A cookie cache would let an ended session, or a removed member, in for some minutes more.
			cookieCache: { enabled: false },
		},
		advanced: {
			// "__Host-": a browser takes the cookie only from this host itself, over https, so that no neighbour under the same
			// domain can set one. The library would name it "__Secure-".
			cookiePrefix: secure ? HOST_COOKIE : "parley",
			useSecureCookies: false,
			defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/", secure },
			// The audit log keeps where a sign-in came from; a session needs no address.
			ipAddress: { disableIpTracking: true },
		},
		// SIGN_IN_LIMIT counts attempts; better-auth's own counter lives in one isolate's memory.
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		// The library's messages and their arguments may name an account, so only an error is logged, which log.ts redacts.
		logger: {
			level: "error",
			log: (_level, ...parts) => log("sign_in_library", { error: parts.find((part) => part instanceof Error) }),
		},
		plugins: [
			emailSignIn,
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
