/**
 * The providers that the team can sign in with (OpenID Connect): Google, and one other. A provider is there where its id and
 * its secret are set. Microsoft is allowed with a fixed tenant only: its shared addresses let in accounts of every tenant, each
 * of which writes what it likes into a person's address.
 */
export type ProviderId = "google" | "oidc";

export type Provider = {
	id: ProviderId;
	/** What the button says. */
	name: string;
	issuer: string;
	clientId: string;
	clientSecret: string;
	/** As accounts are kept with it in D1: another issuer's accounts are others. */
	key: string;
};

export type ProviderEnv = Partial<
	Record<
		"GOOGLE_CLIENT_ID" | "GOOGLE_CLIENT_SECRET" | "OIDC_NAME" | "OIDC_ISSUER" | "OIDC_CLIENT_ID" | "OIDC_CLIENT_SECRET",
		string
	>
> & { ONLY_LOCAL?: string };

const GOOGLE = "https://accounts.google.com";
const MICROSOFT = "login.microsoftonline.com";
const TENANT = /^\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\/v2\.0$/i;

/** Why an issuer can't be used; null where it can. */
export function issuerProblem(issuer: string, local = false): string | null {
	if (!URL.canParse(issuer)) return "OIDC_ISSUER isn't an address such as https://login.example.com.";
	const { protocol, hostname, pathname, search, hash } = new URL(issuer);
	if (protocol !== "https:" && !(local && protocol === "http:" && hostname === "localhost"))
		return "OIDC_ISSUER has to start with https://.";
	if (search !== "" || hash !== "") return "OIDC_ISSUER has to end before a ? or #.";
	if (hostname === MICROSOFT && !TENANT.test(pathname))
		return `With Microsoft, OIDC_ISSUER names one tenant: https://${MICROSOFT}/TENANT-ID/v2.0.`;
	return null;
}

/** The providers that are set up. */
export function providersOf(env: ProviderEnv): Provider[] {
	const found: Provider[] = [];
	const { GOOGLE_CLIENT_ID: googleId, GOOGLE_CLIENT_SECRET: googleSecret } = env;
	if (googleId && googleSecret)
		found.push({
			id: "google",
			name: "Google",
			issuer: GOOGLE,
			clientId: googleId,
			clientSecret: googleSecret,
			key: "google",
		});
	const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
	if (issuer && clientId && clientSecret && issuerProblem(issuer, env.ONLY_LOCAL === "1") === null)
		found.push({
			id: "oidc",
			name: env.OIDC_NAME || new URL(issuer).hostname,
			issuer: issuer.replace(/\/$/, ""),
			clientId,
			clientSecret,
			key: `oidc ${issuer.replace(/\/$/, "")}`,
		});
	return found;
}

export const providerById = (env: ProviderEnv, id: string): Provider | null =>
	providersOf(env).find((provider) => provider.id === id) ?? null;
