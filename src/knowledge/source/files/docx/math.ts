/**
 * A formula of Word (Office Math, ECMA-376 part 1, 22.1) as a line of text, while its elements stream by: (a+b)/c, x^2, a_1,
 * √(x), ∑_(i=1)^n.
 */
import type { XmlAttributes } from "./xml.ts";

type Frame = { name: string; own: string; parts: Record<string, string[]>; chars: Record<string, string> };

/** Of one formula, in characters. */
const MAX_LENGTH = 5_000;

/** In brackets, unless it is one thing: a number, a name, or in brackets already. */
const one = (text: string): string =>
	/^(?:[\p{L}\p{N}.,]+|\([^()]*\)|\[[^[\]]*\]|√\([^()]*\))?$/u.test(text) ? text : `(${text})`;

export class FormulaLine {
	readonly #stack: Frame[] = [{ name: "", own: "", parts: {}, chars: {} }];
	#inText = false;

	open(name: string, { val = "" }: XmlAttributes): void {
		if (name === "m:t" || name === "w:t") this.#inText = true;
		else if (/^m:(?:chr|begChr|endChr|sepChr)$/.test(name)) {
			const owner = this.#stack.findLast((frame) => !frame.name.endsWith("Pr"));
			if (owner) owner.chars[name.slice(2)] = val;
		}
		this.#stack.push({ name: name.slice(2), own: "", parts: {}, chars: {} });
	}

	text(said: string): void {
		const frame = this.#stack.at(-1);
		if (frame && this.#inText && frame.own.length < MAX_LENGTH) frame.own += said;
	}

	close(): void {
		const frame = this.#stack.length > 1 ? this.#stack.pop() : undefined;
		const parent = this.#stack.at(-1);
		if (!frame || !parent) return;
		if (frame.name === "t") this.#inText = false;
		const said = written(frame).slice(0, MAX_LENGTH);
		if (/^(?:e|num|den|sub|sup|deg|fName|lim|mr)$/.test(frame.name)) (parent.parts[frame.name] ??= []).push(said);
		else if (parent.own.length < MAX_LENGTH) parent.own += said;
	}

	get line(): string {
		return (this.#stack[0]?.own ?? "").replace(/\s+/g, " ").trim();
	}
}

const marks: Record<string, string> = { sub: "_", sup: "^" };

function written({ name, own, parts, chars }: Frame): string {
	const [base = ""] = parts["e"] ?? [];
	const part = (key: string): string => parts[key]?.[0] ?? "";
	const raised = (key: "sub" | "sup"): string => (part(key) === "" ? "" : `${marks[key]}${one(part(key))}`);
	if (name === "f") return `${one(part("num"))}/${one(part("den"))}`;
	if (name === "sSup" || name === "sSub" || name === "sSubSup") return `${one(base)}${raised("sub")}${raised("sup")}`;
	if (name === "sPre") return `${raised("sub")}${raised("sup")}${base}`;
	if (name === "rad") return `${part("deg") === "" ? "" : `${one(part("deg"))}`}√(${base})`;
	if (name === "nary") return `${chars["chr"] ?? "∫"}${raised("sub")}${raised("sup")} ${base}`;
	if (name === "d")
		return `${chars["begChr"] ?? "("}${(parts["e"] ?? []).join(chars["sepChr"] || "|")}${chars["endChr"] ?? ")"}`;
	if (name === "func") return `${part("fName")}${/^[(\s]/.test(base) ? "" : " "}${base}`;
	if (name === "limLow" || name === "limUpp") return `${base}${name === "limLow" ? "_" : "^"}${one(part("lim"))}`;
	if (name === "mr") return (parts["e"] ?? []).join(", ");
	if (name === "m") return `[${(parts["mr"] ?? []).join("; ")}]`;
	if (name === "eqArr") return (parts["e"] ?? []).join("; ");
	return own + (parts["e"] ?? []).join("");
}
