/**
 * Writes what SQLite stores as SQL, for the fixtures (test/fixtures/README.md): tables and indexes as they were made, a line a
 * row, then triggers. Reads a full-text index through its own tables, so that what is in it can be said again.
 */

type Cell = string | number | null;
/** One statement, asked of an object's storage or of D1. */
export type Query = (sql: string) => Promise<Record<string, Cell>[]>;

type Made = { type: string; name: string; sql: string };

const OWN = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'";

/** Line ends as SQL says them, so that a row is a line. */
const inOneLine = (literal: string): string =>
	literal.replaceAll("\r", "'||char(13)||'").replaceAll("\n", "'||char(10)||'");

const isSearch = ({ sql }: Made): boolean => /^CREATE VIRTUAL TABLE \w+ USING fts5\b/.test(sql);
const isVirtual = ({ sql }: Made): boolean => sql.startsWith("CREATE VIRTUAL TABLE");

async function columnsOf(query: Query, table: string): Promise<string[]> {
	return (await query(`SELECT name FROM pragma_table_info('${table}')`)).map(({ name }) => String(name));
}

async function rowsOf(query: Query, table: string, columns: string[], from = table): Promise<string[]> {
	const quoted = columns.map((column, index) => `quote("${column}") AS c${index}`).join(", ");
	const rows = await query(`SELECT ${quoted} FROM ${from}`);
	return rows.map((row) => {
		const values = columns.map((_, index) => inOneLine(String(row[`c${index}`]))).join(", ");
		return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${values});`;
	});
}

/** An index without content of its own gives its terms back in the order they were said. */
async function termsOf(query: Query, table: string): Promise<string[]> {
	await query(`CREATE VIRTUAL TABLE dumped USING fts5vocab('${table}', 'instance')`);
	const said = `(SELECT doc AS rowid, group_concat(term, ' ' ORDER BY offset) AS text FROM dumped GROUP BY doc)`;
	const rows = await rowsOf(query, table, ["rowid", "text"], said);
	await query("DROP TABLE dumped");
	return rows;
}

async function searchRowsOf(query: Query, { name, sql }: Made): Promise<string[]> {
	if (/content\s*=\s*''/.test(sql)) return termsOf(query, name);
	return rowsOf(query, name, ["rowid", ...(await columnsOf(query, name))]);
}

/** Everything that is stored, as SQL that makes it anew in an empty database. */
export async function dump(query: Query): Promise<string> {
	const made: Made[] = (await query(`SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND ${OWN}`)).map(
		({ type, name, sql }) => ({ type: String(type), name: String(name), sql: String(sql) }),
	);
	const searches = made.filter(isSearch);
	const isShadow = ({ name }: Made) => searches.some((search) => name.startsWith(`${search.name}_`));
	const tables = made.filter((each) => each.type === "table" && !isVirtual(each) && !isShadow(each));
	// A row that points at another wants the index that makes the other one the only one.
	const lines = [...tables, ...made.filter(({ type }) => type === "index")].map(({ sql }) => `${sql};`);
	for (const { name } of tables) lines.push(...(await rowsOf(query, name, await columnsOf(query, name))));
	for (const search of searches) lines.push(`${search.sql};`, ...(await searchRowsOf(query, search)));
	lines.push(...made.filter((each) => isVirtual(each) && !isSearch(each)).map(({ sql }) => `${sql};`));
	lines.push(...made.filter(({ type }) => type === "trigger").map(({ sql }) => `${sql};`));
	return `${lines.join("\n")}\n`;
}

/** Tables that hold nothing: a fixture is of every table. */
export const emptyTables = (sql: string): string[] =>
	[...sql.matchAll(/^CREATE (?:VIRTUAL )?TABLE "?(\w+)\b(?! USING fts5vocab)/gm)]
		.map(([, name = ""]) => name)
		.filter((name) => !new RegExp(`^INSERT INTO ${name} `, "m").test(sql));
