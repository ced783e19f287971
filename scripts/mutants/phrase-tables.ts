/**
 * A plugin of Stryker's (an "ignorer"): leaves tables of phrases alone. A table is a constant of a module that holds an
 * object with regular expressions in it. A phrase has hundreds of mutants that say nothing of a mechanism; the eval and
 * the tests' tables measure phrases. Named in core.ts.
 */

/** What is used here of babel's nodes and paths. */
type Node = { type: string; init?: Node | null };
type Path = { node: Node; parentPath: Path | null };

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

function holdsPhrases(node: Node): boolean {
	if (node.type === "RegExpLiteral") return true;
	return Object.values(node)
		.flat()
		.some((value: unknown) => isNode(value) && holdsPhrases(value));
}

/** Why nothing at this path is mutated; undefined where it is. */
function shouldIgnore({ node, parentPath }: Path): string | undefined {
	const inModule = node.type === "VariableDeclarator" && parentPath?.parentPath?.node.type === "Program";
	return inModule && node.init?.type === "ObjectExpression" && holdsPhrases(node.init)
		? "A table of phrases."
		: undefined;
}

export const strykerPlugins = [{ kind: "Ignore", name: "phrase-tables", value: { shouldIgnore } }];
