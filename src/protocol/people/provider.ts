/** Sign-in with a provider (OpenID Connect), as the dashboard begins and finishes it. */
import * as v from "valibot";

const ProviderChoice = v.picklist(["google", "oidc"]);

/** Those that are set up on this deployment. */
export const Providers = v.array(v.object({ id: ProviderChoice, name: v.string() }));
export type Providers = v.InferOutput<typeof Providers>;

/** The same, as My account shows them. `linkedAt`: ms since 1970; null: not linked. */
export const LinkedProviders = v.array(
	v.object({ id: ProviderChoice, name: v.string(), linkedAt: v.nullable(v.number()) }),
);

export const ProviderStart = v.object({ provider: ProviderChoice, use: v.picklist(["sign_in", "join"]) });
export const ProviderLink = v.object({ provider: ProviderChoice, password: v.pipe(v.string(), v.maxLength(128)) });
/** Where the browser goes. */
export const ProviderAddress = v.object({ url: v.string() });

/** What the provider sends the browser back with. */
const way = {
	code: v.pipe(v.string(), v.minLength(1), v.maxLength(4_000)),
	state: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
};
export const ProviderReturn = v.object(way);
export type ProviderReturn = v.InferOutput<typeof ProviderReturn>;
export const ProviderAcceptance = v.object({ ...way, token: v.pipe(v.string(), v.maxLength(200)) });

export const ProviderDone = v.object({
	did: v.fallback(v.picklist(["signed_in", "linked"]), "signed_in"),
	/** Sign-ins to this account that failed since the last one that didn't. */
	failedBefore: v.optional(v.number(), 0),
});
