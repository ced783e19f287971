/**
 * Signed addresses of a conversation's files, for one reader. An `<img>` on another site sends neither token nor cookie, so the
 * address itself says who reads, which conversation's files, and until when. It is no grant by itself: whoever serves a file
 * asks again whether this reader may still see it (serve.ts).
 */
import * as v from "valibot";
import { keyedHash, sameText } from "../auth/keys.ts";
import { base64url } from "../db/base64url.ts";
import type { FileGrant } from "../protocol/conversation/file.ts";

const HOUR_MS = 3_600_000;

/** In the last minutes of an hour the next hour's address is given, which would otherwise have to be asked for at once. */
const EARLY_MS = 5 * 60_000;

/** Who reads: a visitor, or a member by their session. */
const AddressReader = v.variant("kind", [
	v.object({ kind: v.literal("visitor"), id: v.string() }),
	v.object({ kind: v.literal("member"), session: v.string() }),
]);
export type AddressReader = v.InferOutput<typeof AddressReader>;

const Address = v.object({
	workspaceId: v.string(),
	conversationId: v.string(),
	reader: AddressReader,
	/** When it ends, in ms since 1970. */
	until: v.number(),
});
export type FileAddress = v.InferOutput<typeof Address>;

type SecretEnv = Pick<Env, "PARLEY_SECRET">;

/** The end of an address that is made now: on the hour. */
export const endOf = (now: number): number => (Math.floor((now + EARLY_MS) / HOUR_MS) + 1) * HOUR_MS;

/** The address of the conversation's files for this reader. `origin`: of the deployment. */
export async function fileGrant(
	env: SecretEnv,
	origin: string,
	address: Omit<FileAddress, "until">,
	now = Date.now(),
): Promise<FileGrant> {
	const until = endOf(now);
	const body = base64url(new TextEncoder().encode(JSON.stringify({ ...address, until } satisfies FileAddress)));
	return { base: `${origin}/api/files/${body}.${await keyedHash(env, "file address", body)}/`, until };
}

const Body = v.pipe(
	v.string(),
	v.transform((text) => text.replaceAll("-", "+").replaceAll("_", "/")),
	v.base64(),
	v.transform((text) => new TextDecoder().decode(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))),
	v.parseJson(),
	Address,
);

/** What a signed part of an address says; null if it is forged, altered or over. */
export async function readFileAddress(env: SecretEnv, signed: string, now = Date.now()): Promise<FileAddress | null> {
	const [body = "", signature = ""] = signed.split(".");
	if (!(await sameText(signature, await keyedHash(env, "file address", body)))) return null;
	// base64url leaves the padding out.
	const padded = body + "=".repeat((4 - (body.length % 4)) % 4);
	const parsed = v.safeParse(Body, padded);
	return parsed.success && parsed.output.until > now ? parsed.output : null;
}
