/** Recovery codes: ten, each of which stands for the second factor once. Only keyed hashes are stored. */
import { base32 } from "@better-auth/utils/base32";
import { keyedHash } from "../keys.ts";

const CODES = 10;
/** 50 bits: with the limit on attempts, nobody guesses one. */
const LETTERS = 10;

/** "k3x9f-2m7qa". */
export const newCodes = (): string[] =>
	Array.from({ length: CODES }, () => {
		const letters = base32.encode(crypto.getRandomValues(new Uint8Array(LETTERS)), { padding: false }).toLowerCase();
		return `${letters.slice(0, LETTERS / 2)}-${letters.slice(LETTERS / 2, LETTERS)}`;
	});

/** The hash of a code as it is typed: in capitals, with spaces or without the hyphen. */
export const codeHash = (env: Pick<Env, "PARLEY_SECRET">, userId: string, typed: string): Promise<string> =>
	keyedHash(env, "recovery code", `${userId} ${typed.toLowerCase().replace(/[^a-z2-7]/g, "")}`);
