/** A member's own account as they see and change it: the profile, the password, the sessions. */
import * as v from "valibot";
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
	current: v.pipe(v.string(), v.minLength(1, "Enter your password."), v.maxLength(128)),
	next: NewPassword,
});

export const PasswordReset = v.object({ token: v.pipe(v.string(), v.maxLength(200)), password: NewPassword });
export const ResetLink = v.object({
	link: v.string(),
	/** ms since 1970. */
	expiresAt: v.number(),
});
