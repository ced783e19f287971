/** What a migration that says it only adds may do: see src/durable/migrations.ts. */

/** Unique indexes over rows of an older table that no earlier release writes. */
const harmless = [
	"CREATE UNIQUE INDEX account_provider ON account (provider_id, account_id) WHERE provider_id != 'credential'",
];

/** Triggers that refuse what no release does: to change a row of the audit log. */
const refusing =
	/CREATE TRIGGER \w+ BEFORE (?:UPDATE|DELETE) ON audit_log\s[^;]*\bBEGIN\s+SELECT RAISE\(ABORT, '[^']*'\);\s*END/g;

/** The statements that do more than add. Any other trigger is cut into several, and each of them does more. */
export function strangers(sql: string): string[] {
	const statements = sql
		.replace(/--.*$/gm, "")
		.replace(refusing, "")
		.split(";")
		.map((each) => each.replace(/\s+/g, " ").trim());
	const made = new Set([...sql.matchAll(/CREATE (?:VIRTUAL )?TABLE (\w+)/g)].map(([, name]) => name));
	return statements.filter((statement) => {
		if (harmless.includes(statement)) return false;
		if (/^$|^CREATE (?:VIRTUAL )?TABLE |^CREATE INDEX |^ALTER TABLE \w+ ADD (?:COLUMN )?\w/.test(statement))
			return false;
		const [, table] =
			/^CREATE UNIQUE INDEX \w+ ON (\w+)|^INSERT INTO (\w+) \([\w, ]+\) VALUES/.exec(statement)?.filter(Boolean) ?? [];
		return table === undefined || !made.has(table);
	});
}
