/**
 * The functions of `src` that are given text, found by their types. Uses the API of TypeScript 7, which it calls unstable; the
 * version of the compiler is pinned to its minor one.
 */
import { resolve } from "node:path";
import {
	API,
	type Checker,
	SignatureKind,
	type Symbol,
	SymbolFlags,
	type Type,
	TypeFlags,
} from "typescript/unstable/sync";

/** What only the Workers runtime can give. A function that takes it can't be timed here. */
const runtime = new Set(
	"SqlStorage DurableObjectStorage DurableObjectState D1Database R2Bucket Ai Fetcher Env Request Response".split(" "),
);
const bytes = new Set("Uint8Array ArrayBuffer ReadableStream".split(" "));
/** What holds no text of its own. */
const opaque = new Set("RegExp Date AbortSignal Float32Array Float64Array Int8Array".split(" "));

type Carried = "text" | "runtime" | null;

/** Tells what a value of a type may hold. Each type is looked into once; one that holds itself holds nothing more by that. */
function carriedBy(checker: Checker): (type: Type | undefined) => Carried {
	const known = new Map<number, Carried>();
	const all = (types: readonly (Type | undefined)[]): Carried => {
		const carried = types.map(look);
		return carried.includes("runtime") ? "runtime" : carried.includes("text") ? "text" : null;
	};
	function look(type: Type | undefined): Carried {
		if (!type) return null;
		const before = known.get(type.id);
		if (before !== undefined) return before;
		known.set(type.id, null);
		const carried = inside(type);
		known.set(type.id, carried);
		return carried;
	}
	function inside(type: Type): Carried {
		if (type.flags & TypeFlags.StringLike) return type.isStringLiteralType() ? null : "text";
		if (type.flags & (TypeFlags.Unknown | TypeFlags.NonPrimitive)) return "text";
		const name = type.getSymbol()?.name ?? "";
		if (runtime.has(name)) return "runtime";
		if (bytes.has(name)) return "text";
		if (opaque.has(name)) return null;
		if (type.isTypeParameter()) return look(checker.getBaseConstraintOfType(type));
		if (type.isUnionType() || type.isIntersectionType()) return all(type.getTypes() ?? []);
		if (type.isTypeReference() && checker.getTypeArguments(type).length > 0) return all(checker.getTypeArguments(type));
		// Callbacks give text to the function only when it calls them.
		if (!type.isObjectType() || checker.getSignaturesOfType(type, SignatureKind.Call).length > 0) return null;
		return all([
			...checker.getPropertiesOfType(type).map((property) => checker.getTypeOfSymbol(property)),
			...checker.getIndexInfosOfType(type).map(({ valueType }) => valueType),
		]);
	}
	return look;
}

/** The types of the parameters of a function, or of a class's constructor and methods. */
function parametersOf(checker: Checker, type: Type): (Type | undefined)[] {
	const types = (signatures: ReturnType<Checker["getSignaturesOfType"]>) =>
		signatures.flatMap((signature) => signature.getParameters().map((each) => checker.getTypeOfSymbol(each)));
	const made = checker.getSignaturesOfType(type, SignatureKind.Construct);
	const instance = made[0] && checker.getReturnTypeOfSignature(made[0]);
	const methods = instance ? checker.getPropertiesOfType(instance) : [];
	return [
		...types(checker.getSignaturesOfType(type, SignatureKind.Call)),
		...types(made),
		...methods.flatMap((method) => {
			const own = checker.getTypeOfSymbol(method);
			return own ? types(checker.getSignaturesOfType(own, SignatureKind.Call)) : [];
		}),
	];
}

/** Whether what a module exports is a function, or class, that takes text and runs anywhere. */
function takesText(checker: Checker, exported: Symbol, look: ReturnType<typeof carriedBy>): boolean {
	const symbol = exported.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
	const type = symbol.flags & SymbolFlags.Value ? checker.getTypeOfSymbol(symbol) : undefined;
	if (!type) return false;
	const carried = parametersOf(checker, type).map(look);
	return carried.includes("text") && !carried.includes("runtime");
}

/** "file name" of each such function in these folders of `src`, in order. */
export function functionsOverText(folders: readonly string[]): string[] {
	const root = resolve("src");
	const api = new API({ cwd: resolve(".") });
	try {
		const snapshot = api.updateSnapshot({ openProject: resolve("src/tsconfig.json") });
		const [project] = snapshot.getProjects();
		if (!project) throw new Error("src has no project");
		const { program, checker } = project;
		const look = carriedBy(checker);
		return program
			.getSourceFileNames()
			.filter((file) => folders.some((folder) => file.startsWith(`${root}/${folder}/`)))
			.flatMap((file) => {
				const source = program.getSourceFile(file);
				const module = source && checker.getSymbolAtLocation(source);
				return (module ? checker.getExportsOfModule(module) : [])
					.filter((exported) => takesText(checker, exported, look))
					.map(({ name }) => `${file.slice(root.length + 1)} ${name}`);
			})
			.toSorted();
	} finally {
		api.close();
	}
}
