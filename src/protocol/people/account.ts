/** A member's own account as they see and change it: the profile, the password, the sessions. */
import * as v from "valibot";
import { EmailAddress } from "../text/email.ts";
import { NewPassword, PersonName } from "./team.ts";

/** Times in ms since 1970. */
export const AccountSession = v.object({
	id: v.string(),
	/** "Firefox on Linux"; null where the browser didn't say. */
	device: v.nullable(v.string()),
	startedAt: v.number(),
	usedAt: v.number(),
	/** The one that asks. */
	current: v.boolean(),
});
export type AccountSession = v.InferOutput<typeof AccountSession>;

export const Account = v.object({
	name: v.string(),
	email: v.string(),
	/** Whether the address is proved, by a link that was mailed to it. */
	verified: v.boolean(),
	/** False for who joined with a provider's account and has set none. */
	hasPassword: v.optional(v.boolean(), true),
	/** Null: as the browser has them. */
	language: v.nullable(v.string()),
	timezone: v.nullable(v.string()),
	sessions: v.array(AccountSession),
});
export type Account = v.InferOutput<typeof Account>;

/** Only what is present changes. */
export const ProfileChange = v.partial(
	v.object({
		name: PersonName,
		/** A BCP 47 tag: "pt-BR". */
		language: v.nullable(v.pipe(v.string(), v.maxLength(35))),
		timezone: v.nullable(v.pipe(v.string(), v.maxLength(64))),
	}),
);
export type ProfileChange = v.InferOutput<typeof ProfileChange>;

export const PasswordChange = v.object({
	/** Empty only for an account without one. */
	current: v.pipe(v.string(), v.maxLength(128)),
	next: NewPassword,
});

export const ForgottenPassword = v.object({ email: EmailAddress });
/** `mail`: whether a link is mailed. Otherwise the owner hands one on. */
export const ForgottenWays = v.object({ mail: v.boolean() });

export const PasswordReset = v.object({ token: v.pipe(v.string(), v.maxLength(200)), password: NewPassword });
export const ResetLink = v.object({
	link: v.string(),
	/** ms since 1970. */
	expiresAt: v.number(),
});

export const SignedIn = v.object({
	signedIn: v.boolean(),
	/** Sign-ins to this account that failed since the last one that didn't. */
	failedBefore: v.optional(v.number(), 0),
});
