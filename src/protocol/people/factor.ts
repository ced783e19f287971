/** Second factors as their owner sees them. A session owes its factor until it was shown, whatever the password was worth. */
import * as v from "valibot";

/** Empty only for an account without a password. */
const password = v.pipe(v.string(), v.maxLength(128));

/**
 * "owed": the account has a factor, and this session hasn't shown it. "missing": the workspace requires one, and the account
 * has none. Either way the session reaches nothing else.
 */
export const FactorState = v.picklist(["done", "owed", "missing"]);
export type FactorState = v.InferOutput<typeof FactorState>;

/** Times in ms since 1970. */
export const Factors = v.object({
	factors: v.array(
		v.object({
			id: v.string(),
			kind: v.fallback(v.picklist(["totp", "passkey"]), "totp"),
			name: v.string(),
			addedAt: v.number(),
			usedAt: v.nullable(v.number()),
		}),
	),
	/** Recovery codes that weren't used yet. */
	codesLeft: v.number(),
	/** Whether the workspace requires a second factor. */
	required: v.boolean(),
	state: FactorState,
});
export type Factors = v.InferOutput<typeof Factors>;

export const PasswordAgain = v.object({ password });
/** `uri`: for an app's camera. `secret`: for typing. */
export const NewApp = v.object({ secret: v.string(), uri: v.string() });
export type NewApp = v.InferOutput<typeof NewApp>;
export const FactorCode = v.object({
	code: v.pipe(v.string(), v.trim(), v.minLength(1, "Enter a code."), v.maxLength(40)),
});
/** Shown once. */
export const RecoveryCodes = v.object({ codes: v.array(v.string()) });
