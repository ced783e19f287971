/**
 * `npm run reset-owner`: for the deployer whose owner has lost the password. It sets a new one in the deployment's database and
 * prints it; every session of the owner ends. `npm run reset-owner -- ana@shop.example` names one owner among several, and
 * `--local` stands for the database of `npm start`.
 */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hashPassword } from "../src/auth/password.ts";
import { ownerReset } from "./owner-reset.ts";

const args = process.argv.slice(2);
const email = args.find((each) => !each.startsWith("--")) ?? null;
const password = randomBytes(12).toString("base64url");
const folder = mkdtempSync(join(tmpdir(), "parley-owner-"));
try {
	// In a file, because an argument is visible to every process of the machine. It holds a hash and no password.
	const file = join(folder, "reset.sql");
	const statements = ownerReset({ hash: await hashPassword(password), email, now: Date.now() });
	writeFileSync(file, `${statements.join(";\n")};\n`, { mode: 0o600 });
	const where = args.includes("--local") ? "--local" : "--remote";
	const { status } = spawnSync("wrangler", ["d1", "execute", "DB", where, "--yes", "--file", file], {
		shell: process.platform === "win32",
		stdio: ["ignore", "inherit", "inherit"],
	});
	if (status !== 0) {
		console.error("\nThe password was not set. Read the message above, then try again.");
		process.exitCode = 1;
	} else
		console.log(
			`\nThe owner's password, shown only now: ${password}\n\nSign in with it and change it under Settings, My account.`,
		);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
