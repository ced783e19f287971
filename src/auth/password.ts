/**
 * Password hashing: scrypt, in better-auth's format, "salt:key" in hexadecimal. It uses the runtime's native scrypt, because
 * the bundler would pick better-auth's JavaScript fallback, which is several times slower, and CPU time is limited.
 * It also runs in Node, where a script makes the demo's accounts.
 */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** better-auth's parameters: 32 MB and some tens of milliseconds a hash. OWASP's minimum is N=2^14, r=8, p=5. */
const COST = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 64;

function derive(password: string, salt: string): Promise<Buffer> {
	const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
	scrypt(password.normalize("NFKC"), salt, KEY_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
	return promise;
}

export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16).toString("hex");
	return `${salt}:${(await derive(password, salt)).toString("hex")}`;
}

/** False also for a stored hash of another format. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
	const [salt, key] = hash.split(":");
	if (!salt || !key) return false;
	const expected = Buffer.from(key, "hex");
	const actual = await derive(password, salt);
	return expected.length === actual.length && timingSafeEqual(expected, actual);
}
