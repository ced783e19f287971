/** What of sign-in isn't set up on a deployment, and how to set it up: the last lines of `npm run deploy`. Pure. */
import { issuerProblem } from "../src/auth/provider/config.ts";

const secret = (name: string): string => `npx wrangler secret put ${name}`;

/** One provider: nothing where it is set up, a line where it isn't or only half. */
function ofProvider(name: string, id: string, idName: string, secretName: string, hasSecret: boolean): string[] {
	if (id !== "" && hasSecret) return [];
	if (id === "" && !hasSecret)
		return [`Sign-in with ${name} isn't set up: ${idName} in wrangler.toml, and \`${secret(secretName)}\`.`];
	return id === ""
		? [`Sign-in with ${name} is half set up: ${idName} in wrangler.toml is empty.`]
		: [`Sign-in with ${name} is half set up: its secret is missing. \`${secret(secretName)}\``];
}

/** `vars`: of wrangler.toml. `secrets`: the names of those that the Worker has. Null where there is nothing to say. */
export function signInAdvice(vars: Record<string, string>, secrets: readonly string[]): string | null {
	const of = (name: string): string => vars[name] ?? "";
	const issuer = of("OIDC_ISSUER");
	const wrong = issuer === "" ? null : issuerProblem(issuer);
	const lines = [
		...ofProvider(
			"Google",
			of("GOOGLE_CLIENT_ID"),
			"GOOGLE_CLIENT_ID",
			"GOOGLE_CLIENT_SECRET",
			secrets.includes("GOOGLE_CLIENT_SECRET"),
		),
		...ofProvider(
			"another OpenID provider",
			issuer === "" ? "" : of("OIDC_CLIENT_ID"),
			"OIDC_ISSUER or OIDC_CLIENT_ID",
			"OIDC_CLIENT_SECRET",
			secrets.includes("OIDC_CLIENT_SECRET"),
		),
		...(wrong === null ? [] : [`It isn't offered: ${wrong}`]),
	];
	return lines.length === 0
		? null
		: `The team signs in with passwords and passkeys.\n  ${lines.join("\n  ")}\n  docs/sign-in.md says how.`;
}
