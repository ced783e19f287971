/** Passkeys as browsers and server exchange them (WebAuthn's JSON forms), and what My account shows of one. */
import * as v from "valibot";
import { ShownLine } from "../text/shown.ts";

const bytes = (most: number) => v.pipe(v.string(), v.regex(/^[\w-]*$/), v.maxLength(most));

/** Authenticators of the standard have ids of at most 1,023 bytes. */
const credentialId = v.pipe(bytes(1_400), v.minLength(1));

const shared = {
	id: credentialId,
	rawId: credentialId,
	type: v.literal("public-key"),
	clientExtensionResults: v.optional(
		v.pipe(
			v.unknown(),
			v.transform(() => ({})),
		),
		{},
	),
};

/** A browser's answer where a passkey is made. */
export const NewCredential = v.object({
	...shared,
	response: v.object({
		clientDataJSON: bytes(4_000),
		attestationObject: bytes(60_000),
		transports: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(20))), v.maxLength(8)), []),
	}),
});
export type NewCredential = v.InferOutput<typeof NewCredential>;

/** A browser's answer where a passkey is used. */
export const UsedCredential = v.object({
	...shared,
	response: v.object({
		clientDataJSON: bytes(4_000),
		authenticatorData: bytes(4_000),
		signature: bytes(4_000),
		userHandle: v.optional(v.nullable(bytes(200)), null),
	}),
});
export type UsedCredential = v.InferOutput<typeof UsedCredential>;

const Descriptor = v.object({
	id: credentialId,
	type: v.literal("public-key"),
	transports: v.optional(v.array(v.string()), []),
});

/** What a browser is asked where a passkey is made. */
export const CreationOptions = v.object({
	rp: v.object({ id: v.optional(v.string()), name: v.string() }),
	user: v.object({ id: v.string(), name: v.string(), displayName: v.string() }),
	challenge: v.string(),
	pubKeyCredParams: v.array(v.object({ type: v.literal("public-key"), alg: v.number() })),
	timeout: v.optional(v.number()),
	excludeCredentials: v.optional(v.array(Descriptor), []),
	authenticatorSelection: v.object({ residentKey: v.literal("required"), userVerification: v.literal("required") }),
	attestation: v.literal("none"),
});

/** What a browser is asked where a passkey is used: any of this address. */
export const RequestOptions = v.object({
	challenge: v.string(),
	timeout: v.optional(v.number()),
	rpId: v.string(),
	userVerification: v.literal("required"),
});

export const PasskeyName = v.pipe(ShownLine, v.minLength(1, "Enter a name."), v.maxLength(60));
export const PasskeyUse = v.object({ credential: UsedCredential });
export const PasskeyAddition = v.object({ name: PasskeyName, credential: NewCredential });
export const FactorRename = v.object({ name: PasskeyName });
