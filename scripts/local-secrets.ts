/** Writes .dev.vars: the two secrets of a local Worker, random on the first run. Existing values are kept. */
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

export const randomSecret = (): string => randomBytes(32).toString("base64url");
/** A random set-up code of 80 bits. It is short enough to type; the route's rate limit makes guessing it hopeless. */
export const randomCode = (): string => randomBytes(10).toString("hex");

export type Secrets = { PARLEY_SECRET: string; SETUP_CODE: string };

export const format = (secrets: Secrets): string =>
	Object.entries(secrets)
		.map(([name, value]) => `${name}="${value}"\n`)
		.join("");

export async function ensureLocalSecrets(path = ".dev.vars"): Promise<Secrets> {
	const text = await readFile(path, "utf8").catch(() => "");
	const value = (name: keyof Secrets) => new RegExp(`^${name}\\s*=\\s*"?([^"\\n]+)"?\\s*$`, "m").exec(text)?.[1];
	const secrets: Secrets = {
		PARLEY_SECRET: value("PARLEY_SECRET") ?? randomSecret(),
		SETUP_CODE: value("SETUP_CODE") ?? randomCode(),
	};
	const rest = text.split("\n").filter((line) => line !== "" && !/^(PARLEY_SECRET|SETUP_CODE)\s*=/.test(line));
	const lines = rest.map((line) => `${line}\n`).join("") + format(secrets);
	if (lines !== text) await writeFile(path, lines, { mode: 0o600 });
	return secrets;
}
