import { DatabaseSync } from "node:sqlite";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mailAdvice, type MailConfiguration } from "../../scripts/mail-advice.ts";
import { deploy, type Ports, type Ran } from "../../scripts/deployment.ts";
import { CHANNELS_QUERY, toldAdvice } from "../../scripts/told-advice.ts";

/** A stand-in for wrangler on an account in this state, with a record of the commands run. */
function account(
	state: {
		signedIn?: boolean;
		secrets?: string[] | null;
		database?: boolean;
		setup?: boolean;
		vars?: Record<string, string>;
		mail?: Partial<MailConfiguration>;
		channels?: number;
	} = {},
) {
	const { signedIn = true, database = false, setup = true, vars = {}, mail = {}, channels = 0 } = state;
	const statements: string[] = [];
	const secrets = state.secrets === undefined ? null : state.secrets;
	const asked: string[] = [];
	const uploaded: Record<string, string> = {};
	const printed: string[] = [];
	const files: string[] = [];
	const ok = (stdout = ""): Ran => ({ code: 0, stdout, stderr: "" });
	const failed = (stderr: string): Ran => ({ code: 1, stdout: "", stderr });
	const failing = new Set<string>();

	const ports: Ports = {
		build: async () => void asked.push("build"),
		wrangler: async (args, { env = {} } = {}) => {
			const command = args.slice(0, 2).join(" ");
			asked.push(command);
			if (failing.has(command)) return failed("no");
			switch (args[0]) {
				case "whoami":
					return signedIn ? ok("{}") : failed("");
				case "secret":
					return secrets === null
						? failed('✘ [ERROR] Worker "parley" not found.')
						: ok(`${JSON.stringify(secrets.map((name) => ({ name, type: "secret_text" })))}\n`);
				case "d1":
					if (args.includes(CHANNELS_QUERY)) return ok(JSON.stringify([{ results: [{ n: channels }], success: true }]));
					if (args[1] === "execute") statements.push(readFileSync(args[args.indexOf("--file") + 1] ?? "", "utf8"));
					return args[1] === "info" && !database ? failed("Couldn't find DB") : ok();
				case "deploy": {
					asked[asked.length - 1] = "deploy";
					const file = args[args.indexOf("--secrets-file") + 1];
					if (args.includes("--secrets-file") && file) {
						files.push(file);
						Object.assign(uploaded, JSON.parse(readFileSync(file, "utf8")));
					}
					const report = env["WRANGLER_OUTPUT_FILE_PATH"];
					const line = { type: "deploy", targets: ["https://parley.fjord.workers.dev"] };
					if (report)
						writeFileSync(report, `${JSON.stringify({ type: "wrangler-session" })}\n${JSON.stringify(line)}\n`);
					return ok();
				}
				default:
					throw new Error(`nobody expected wrangler ${args.join(" ")}`);
			}
		},
		vars: () => vars,
		mail: () => ({ mail: "", hasBinding: false, hearsBounces: false, host: "", user: "", ...mail }),
		setupNeeded: async () => setup,
		print: (text) => void printed.push(text),
	};
	return { ports, asked, uploaded, files, failing, statements, said: () => printed.join("\n") };
}

describe("npm run deploy", () => {
	test("creates a new Worker together with its secrets, then the tables, and says the set-up code once", async () => {
		const { ports, asked, uploaded, files, said } = account();
		await deploy(ports);
		expect(asked).toEqual([
			"whoami --json",
			"build",
			"secret list",
			"d1 info",
			"deploy",
			"d1 migrations",
			"d1 execute",
			"d1 execute",
		]);
		expect(uploaded["PARLEY_SECRET"]).toHaveLength(43);
		expect(said().split(uploaded["SETUP_CODE"] ?? "?")).toHaveLength(2);
		expect(said()).not.toContain(uploaded["PARLEY_SECRET"]);
		expect(said()).toContain("Open https://parley.fjord.workers.dev");
		expect(files.map((file) => existsSync(file))).toEqual([false]);
	});

	test("changes the tables before the code where Parley runs already, and leaves its secrets alone", async () => {
		const { ports, asked, uploaded, said } = account({
			secrets: ["PARLEY_SECRET", "SETUP_CODE"],
			database: true,
			setup: false,
		});
		await deploy(ports);
		expect(asked).toEqual([
			"whoami --json",
			"build",
			"secret list",
			"d1 info",
			"d1 migrations",
			"deploy",
			"d1 execute",
			"d1 execute",
		]);
		expect(uploaded).toEqual({});
		expect(said()).toContain("and sign in");
	});

	test("adds only the secret that is missing: the deployer may have set the code", async () => {
		const { ports, uploaded, said } = account({ secrets: ["SETUP_CODE"], database: true });
		await deploy(ports);
		expect(Object.keys(uploaded)).toEqual(["PARLEY_SECRET"]);
		expect(said()).toContain("the set-up code of the first deploy");
	});

	test("says how to sign in to Cloudflare, and changes nothing before", async () => {
		const { ports, asked } = account({ signedIn: false });
		await expect(deploy(ports)).rejects.toThrow("npx wrangler login");
		expect(asked).toEqual(["whoami --json"]);
	});

	test("stops when the secrets can't be listed: writing over one would sign everybody out", async () => {
		const { ports, asked, failing } = account();
		failing.add("secret list");
		await expect(deploy(ports)).rejects.toThrow("Nothing was changed");
		expect(asked).not.toContain("deploy");
	});

	test("does not upload code whose tables could not be made", async () => {
		const { ports, asked, failing } = account({ secrets: ["PARLEY_SECRET", "SETUP_CODE"], database: true });
		failing.add("d1 migrations");
		await expect(deploy(ports)).rejects.toThrow("could not be brought up to date");
		expect(asked).not.toContain("deploy");
	});

	test("says that no channel is connected, and nothing where one is, or where that can't be told", async () => {
		const said = async (channels: number) => {
			const made = account({ channels });
			await deploy(made.ports);
			return made.said();
		};
		expect(await said(0)).toContain("Slack, Discord and Microsoft Teams aren't connected");
		expect(await said(1)).not.toContain("Slack");
		for (const printed of ["", "Error", "[]", "{}"]) expect(toldAdvice(printed)).toBeNull();
		const database = new DatabaseSync(":memory:");
		database.exec("CREATE TABLE alert_channel (id text)");
		expect(database.prepare(CHANNELS_QUERY).get()).toEqual({ n: 0 });
		expect(CHANNELS_QUERY).not.toContain(" ");
	});

	test("says which ways to sign in aren't set up, and how; and nothing where they are", async () => {
		const secrets = ["PARLEY_SECRET", "SETUP_CODE"];
		const said = async (vars: Record<string, string>, more: string[] = []) => {
			const one = account({ secrets: [...secrets, ...more], database: true, vars });
			await deploy(one.ports);
			return one.said();
		};
		const none = await said({});
		expect(none).toContain("Sign-in with Google isn't set up: GOOGLE_CLIENT_ID in wrangler.toml");
		expect(none).toContain("npx wrangler secret put OIDC_CLIENT_SECRET");
		const half = await said({ GOOGLE_CLIENT_ID: "id", OIDC_ISSUER: "https://login.example" }, ["OIDC_CLIENT_SECRET"]);
		expect(half).toContain("its secret is missing. `npx wrangler secret put GOOGLE_CLIENT_SECRET`");
		expect(half).toContain("OIDC_ISSUER or OIDC_CLIENT_ID in wrangler.toml is empty");
		const both = { GOOGLE_CLIENT_ID: "id", OIDC_ISSUER: "https://login.example", OIDC_CLIENT_ID: "id" };
		const their = ["GOOGLE_CLIENT_SECRET", "OIDC_CLIENT_SECRET"];
		expect(await said(both, their)).not.toContain("Sign-in with");
		const shared = { ...both, OIDC_ISSUER: "https://login.microsoftonline.com/common/v2.0" };
		expect(await said(shared, their)).toContain("OIDC_ISSUER names one tenant");
	});

	test("keeps the address for links in mails, where there is none", async () => {
		const { ports, statements } = account();
		await deploy(ports);
		expect(statements).toHaveLength(1);
		const database = new DatabaseSync(":memory:");
		database.exec("CREATE TABLE settings (id, json)");
		for (const [id, json] of [
			["none", "{}"],
			["empty", '{"address":""}'],
			["own", '{"address":"https://chat.shop.example"}'],
		] as const)
			database.prepare("INSERT INTO settings VALUES (?, ?)").run(id, json);
		for (const statement of statements) database.exec(statement);
		const rows = database.prepare("SELECT id, json ->> '$.address' AS address FROM settings ORDER BY rowid").all();
		expect(rows.map(({ address }) => address)).toEqual([
			"https://parley.fjord.workers.dev",
			"https://parley.fjord.workers.dev",
			"https://chat.shop.example",
		]);
	});

	test("says what of mail is missing, and refuses to deploy mail that goes nowhere", async () => {
		const none = account();
		await deploy(none.ports);
		expect(none.said()).toContain("No mail is set up");
		const done = account({ mail: { mail: "cloudflare", hasBinding: true } });
		await deploy(done.ports);
		expect(done.said()).not.toContain("No mail is set up");
		const log = account({ mail: { mail: "log" } });
		await expect(deploy(log.ports)).rejects.toThrow("Nothing was changed");
		expect(log.asked).toEqual([]);
	});
});

describe("what is said about mail", () => {
	const smtp = { mail: "smtp", hasBinding: false, hearsBounces: false, host: "mail.example", user: "parley" };

	test.each([
		[{ ...smtp, mail: "" }, [], "No mail is set up"],
		[{ ...smtp, mail: "cloudflare" }, [], "[[send_email]]"],
		[{ ...smtp, mail: "cloudflare", hasBinding: true }, [], "[[queues.consumers]]"],
		[{ ...smtp, mail: "pigeon" }, [], "doesn't know"],
		[{ ...smtp, host: "" }, [], "SMTP_HOST"],
		[smtp, ["PARLEY_SECRET"], "wrangler secret put SMTP_PASSWORD"],
	] as const)("%j with %j", (configuration, secrets, said) => {
		expect(mailAdvice(configuration, secrets)).toContain(said);
	});

	test.each([
		[{ ...smtp, mail: "cloudflare", hasBinding: true, hearsBounces: true }, []],
		[smtp, ["SMTP_PASSWORD"]],
		[{ ...smtp, user: "" }, []],
	] as const)("nothing is missing with %j and %j", (configuration, secrets) => {
		expect(mailAdvice(configuration, secrets)).toBeNull();
	});
});
