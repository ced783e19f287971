/**
 * The steps of `npm run deploy`: deploys Parley to the Cloudflare account that wrangler is signed in to. On a fresh account, a
 * Worker that requires secrets can only be created together with them; on an existing deployment, tables must be migrated
 * before the code that needs them is uploaded. Idempotent.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { mailAdvice, type MailConfiguration, mailRefusal } from "./mail-advice.ts";
import { randomCode, randomSecret, type Secrets } from "./local-secrets.ts";
import { signInAdvice } from "./sign-in-advice.ts";
import { CHANNELS_QUERY, toldAdvice } from "./told-advice.ts";

export type Ran = { code: number | null; stdout: string; stderr: string };
export type Ports = {
	build(): Promise<void>;
	/** Runs wrangler. With `show`, its output also goes to the terminal. */
	wrangler(args: string[], how?: { show?: boolean; env?: Record<string, string> }): Promise<Ran>;
	/** The variables of wrangler.toml. */
	vars(): Record<string, string>;
	/** How mail leaves, by wrangler.toml. */
	mail(): MailConfiguration;
	/** Whether the deployment has no workspace yet. Null when that can't be found out. */
	setupNeeded(url: string): Promise<boolean | null>;
	print(text: string): void;
};

/** An error that the deployer must act on. It isn't a bug, so it is printed without a stack. */
export class Stopped extends Error {}

const made: Record<keyof Secrets, () => string> = { PARLEY_SECRET: randomSecret, SETUP_CODE: randomCode };

export async function deploy({ build: buildAll, wrangler, vars, mail, setupNeeded, print }: Ports): Promise<void> {
	const refusal = mailRefusal(mail());
	if (refusal !== null) throw new Stopped(`${refusal}\nNothing was changed.`);
	await signedIn(wrangler);
	await buildAll();

	const present = await presentSecrets(wrangler);
	const missing = Object.fromEntries(
		Object.entries(made)
			.filter(([name]) => !present.includes(name))
			.map(([name, make]) => [name, make()]),
	);
	const database = (await wrangler(["d1", "info", "DB", "--json"])).code === 0;
	const migrate = async () => {
		const { code } = await wrangler(["d1", "migrations", "apply", "DB", "--remote"], { show: true });
		if (code !== 0)
			throw new Stopped("The database could not be brought up to date. Read the message above, then deploy again.");
	};

	if (database) await migrate();
	const url = await upload(wrangler, missing);
	// Printed at once: if a later step fails, the code is stored as a secret and can't be read again.
	if (missing["SETUP_CODE"]) print(`\nThe set-up code, shown only now: ${missing["SETUP_CODE"]}\n`);
	if (!database) await migrate();
	if (url) await fillInAddress(wrangler, url);

	print(`\nParley is deployed.\n\n  Open ${url ?? "the address above"}`);
	if (missing["SETUP_CODE"]) print("  and create the first owner with the set-up code above.\n");
	else if (url && (await setupNeeded(url)))
		print(
			"  and create the first owner with the set-up code of the first deploy.\n" +
				"  If it is lost, `npx wrangler secret put SETUP_CODE` sets another.\n",
		);
	else print("  and sign in.\n");
	const signIn = signInAdvice(vars(), present);
	if (signIn !== null) print(`${signIn}\n`);
	const advice = mailAdvice(mail(), present);
	if (advice !== null) print(`${advice}\n`);
	const channels = await wrangler(["d1", "execute", "DB", "--remote", "--json", "--command", CHANNELS_QUERY]);
	const told = toldAdvice(channels.stdout);
	if (told !== null) print(`${told}\n`);
}

/**
 * Keeps the deployment's address where a workspace has none, for links in mails. Whoever set the workspace up did so at an
 * address that it keeps; an address that the team has typed stays, too. Where it fails, the settings take one.
 */
async function fillInAddress(wrangler: Ports["wrangler"], url: string): Promise<void> {
	const { origin } = new URL(url);
	const folder = await mkdtemp(join(tmpdir(), "parley-deploy-"));
	try {
		const file = join(folder, "address.sql");
		await writeFile(
			file,
			`UPDATE settings SET json = json_set(json, '$.address', '${origin}') WHERE coalesce(json ->> '$.address', '') = '';\n`,
		);
		await wrangler(["d1", "execute", "DB", "--remote", "--yes", "--file", file]);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function signedIn(wrangler: Ports["wrangler"]): Promise<void> {
	const { code } = await wrangler(["whoami", "--json"]);
	if (code === 0) return;
	throw new Stopped(
		"You are not signed in to Cloudflare. Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN, and deploy again.\n" +
			"Nothing was changed.",
	);
}

/** The names of the Worker's secrets; empty when there is no such Worker yet. */
async function presentSecrets(wrangler: Ports["wrangler"]): Promise<string[]> {
	const { code, stdout, stderr } = await wrangler(["secret", "list", "--format", "json"]);
	if (code === 0) {
		const Named = v.pipe(v.string(), v.parseJson(), v.array(v.object({ name: v.string() })));
		return v.parse(Named, stdout.slice(stdout.indexOf("["))).map(({ name }) => name);
	}
	if (/Worker "[^"]*".* not found/.test(stdout + stderr)) return [];
	throw new Stopped(`The Worker's secrets could not be listed. Nothing was changed.\n${stdout}${stderr}`);
}

/** Uploads the Worker with its missing secrets and keeps the others. Resolves to its address, or null if wrangler doesn't print it. */
async function upload(wrangler: Ports["wrangler"], missing: Record<string, string>): Promise<string | null> {
	const folder = await mkdtemp(join(tmpdir(), "parley-deploy-"));
	try {
		const args = ["deploy"];
		if (Object.keys(missing).length > 0) {
			const file = join(folder, "secrets.json");
			await writeFile(file, JSON.stringify(missing), { mode: 0o600 });
			args.push("--secrets-file", file);
		}
		const report = join(folder, "report.ndjson");
		const { code } = await wrangler(args, { show: true, env: { WRANGLER_OUTPUT_FILE_PATH: report } });
		if (code !== 0) throw new Stopped("Deploying failed. Read the message above, then deploy again.");
		return address(await readFile(report, "utf8").catch(() => ""));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

const Line = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ type: v.literal("deploy"), targets: v.optional(v.array(v.string())) }),
);

function address(report: string): string | null {
	for (const line of report.split("\n")) {
		const parsed = v.safeParse(Line, line);
		const target = parsed.success ? parsed.output.targets?.find((name) => name.includes(".")) : undefined;
		if (target) return target.startsWith("http") ? target : `https://${target}`;
	}
	return null;
}
