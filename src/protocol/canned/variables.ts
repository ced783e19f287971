/**
 * The variables of canned responses: `{{contact.first_name|there}}` stands for a value that is known when the text is inserted,
 * and for the words behind the bar where it isn't. The server refuses a text with a variable that nobody knows; the reply box
 * fills them in. Pure.
 */

const names = ["contact.name", "contact.first_name", "agent.name", "workspace.name"] as const;
type VariableName = (typeof names)[number];

/** The value of each variable; null where it isn't known. */
export type VariableValues = Readonly<Record<VariableName, string | null>>;

/** The variables that often have no value, so that a text has to say what stands there then. */
const uncertain: readonly string[] = ["contact.name", "contact.first_name"];

/** How each is written, for people. */
export const variableExamples: readonly string[] = names.map((name) =>
	uncertain.includes(name) ? `{{${name}|there}}` : `{{${name}}}`,
);

const isName = (text: string): text is VariableName => names.some((name) => name === text);

const VARIABLE = /\{\{([^{}]*)\}\}/g;

function partsOf(inside: string): { name: string; otherwise: string } {
	const [name = "", ...rest] = inside.split("|");
	return { name: name.trim(), otherwise: rest.join("|").trim() };
}

/** What is wrong with a text's variables, in a sentence; null where nothing is. */
export function variableProblem(text: string): string | null {
	for (const [written, inside = ""] of text.matchAll(VARIABLE)) {
		const { name, otherwise } = partsOf(inside);
		if (!isName(name)) return `There is no variable ${written}. Known are ${variableExamples.join(", ")}.`;
		if (uncertain.includes(name) && otherwise === "")
			return `${written} has no words for a visitor whose name isn't known. Write {{${name}|there}}, for example.`;
	}
	return null;
}

/** The text with the values of its variables. A name takes one line, whatever was entered. */
export const filledIn = (text: string, values: VariableValues): string =>
	text.replace(VARIABLE, (written, inside: string) => {
		const { name, otherwise } = partsOf(inside);
		if (!isName(name)) return written;
		const value = values[name]?.replace(/\s+/g, " ").trim() ?? "";
		return value === "" ? otherwise : value;
	});

/** The values of a conversation. `contactName`: as the team knows it; what a visitor only claims is no name. */
export const valuesOf = (known: { contactName: string | null; agent: string; workspace: string }): VariableValues => ({
	"contact.name": known.contactName,
	"contact.first_name": known.contactName?.trim().split(/\s+/)[0] ?? null,
	"agent.name": known.agent,
	"workspace.name": known.workspace,
});
