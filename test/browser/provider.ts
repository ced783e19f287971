/** An OpenID provider on this machine. It asks nobody anything: whoever comes is the person that a test set last. */
import { OAuth2Server } from "oauth2-mock-server";
import { freePort } from "../../scripts/port.ts";

export type Person = { sub: string; email: string; email_verified: boolean; name: string };

export async function serveProvider() {
	const server = new OAuth2Server();
	await server.issuer.keys.generate("RS256");
	await server.start(await freePort(), "localhost");
	let person: Person = { sub: "nobody", email: "nobody@login.example", email_verified: true, name: "Nobody" };
	server.service.on("beforeTokenSigning", (token: { payload: Record<string, unknown> }) => {
		Object.assign(token.payload, person);
	});
	return {
		vars: {
			// An address without https is allowed on this machine alone.
			ONLY_LOCAL: "1",
			OIDC_NAME: "Example ID",
			OIDC_ISSUER: server.issuer.url ?? "",
			OIDC_CLIENT_ID: "parley",
			OIDC_CLIENT_SECRET: "a secret of the tests",
		},
		become(next: Person) {
			person = next;
		},
		close: () => server.stop(),
	};
}

export type Provider = Awaited<ReturnType<typeof serveProvider>>;
