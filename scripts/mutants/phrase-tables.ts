/**
 * A Stryker plugin (an "ignorer") that excludes tables of phrases from mutation. A table is a module constant that holds an
 * object with regular expressions. A phrase has hundreds of mutants that test no mechanism; the eval and the tests' tables
 * measure phrases. core.ts lists the plugin.
 */

/** The parts of Babel's nodes and paths that are used here. */
type Node = { type: string; init?: Node | null };
type Path = { node: Node; parentPath: Path | null };

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

function holdsPhrases(node: Node): boolean {
	if (node.type === "RegExpLiteral") return true;
	return Object.values(node)
		.flat()
		.some((value: unknown) => isNode(value) && holdsPhrases(value));
}

/** The reason why the code at this path isn't mutated; undefined where it is. */
function shouldIgnore({ node, parentPath }: Path): string | undefined {
	const inModule = node.type === "VariableDeclarator" && parentPath?.parentPath?.node.type === "Program";
	return inModule && node.init?.type === "ObjectExpression" && holdsPhrases(node.init)
		? "A table of phrases."
		: undefined;
}

export const strykerPlugins = [{ kind: "Ignore", name: "phrase-tables", value: { shouldIgnore } }];
