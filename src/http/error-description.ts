/**
 * What may be told of an error without anybody's data in it: for the log (log.ts), which says why. Pure. Takes whatever
 * was thrown and never throws itself.
 */

export type ErrorDescription = {
	name: string;
	/** Only where it is known to quote nobody. */
	message?: string;
	/** "D1_ERROR", "SQLITE_CONSTRAINT", "4006", a library's `code`. */
	codes?: string[];
	/** An HTTP status. */
	status?: number;
	/** What the platform says of an object's call: whether to try again, and where it was thrown. */
	flags?: string[];
	/** "function file:line:column", the innermost first. */
	at?: string[];
	cause?: ErrorDescription;
	/** Of several that failed together, the first ones. */
	errors?: ErrorDescription[];
};

const MAX_FRAMES = 8;
const MAX_DEPTH = 5;
const MAX_ERRORS = 3;
const MAX_OWN_LENGTH = 500;

/** An identifier: what stands in code, and no sentence, address or number of somebody's. */
const isWord = (text: unknown): text is string => typeof text === "string" && /^[A-Za-z_$][\w$]{0,59}$/.test(text);

/** A library's code is a word, or a small number. */
const isCode = (text: string): boolean => isWord(text) || /^\d{1,5}$/.test(text);

/** The platform's whole messages that hold no data: https://developers.cloudflare.com/durable-objects/observability/troubleshooting/. */
const ofPlatform = [
	/^Network connection lost\.$/,
	/^Durable Object reset because its code was updated\.$/,
	/^Durable Object storage operation exceeded timeout which caused object to be reset\.$/,
	/^Durable Object exceeded its CPU time limit and was reset\.$/,
	/^Durable Object(?:'s isolate)? exceeded its memory limit and was reset\.$/,
	/^Durable Object is overloaded\. [A-Z][A-Za-z ,]{0,120}\.$/,
	/^Cannot resolve Durable Object due to transient issue on remote node\.$/,
	/^internal error; reference = [a-z0-9]{1,64}$/,
	/^The script will never generate a response\.$/,
	/^The operation was aborted(?: due to timeout)?\.?$/,
];

/** Names that stand in messages of D1 and SQLite, whatever else does; and the number that Workers AI's begin with. */
const codesIn = (message: string): string[] => [
	...(message.match(/\b(?:D1|SQLITE)_[A-Z_]+\b/g) ?? []),
	...(message.match(/^\d{4}(?=: )/) ?? []),
];

/** A frame as V8 writes it: "    at async Log.append (file:///src/log.ts:12:3)". */
const FRAME = /^ {4}at (?:async )?(?:(?:new )?([\w$.#<>]+)(?: \[as [\w$]+\])? \()?([^()\s]+):(\d+):(\d+)\)?$/;

/**
 * The stack without its first lines, "TypeError: message", for a message may have several and may look like frames. Where
 * it doesn't begin so, as after a change of the message, nothing of it is taken.
 */
function framesOf({ stack, message }: Error): string[] {
	if (typeof stack !== "string") return [];
	const [type = ""] = /^[\w$.]+/.exec(stack) ?? [];
	const start = message === "" ? `${type}\n` : `${type}: ${message}\n`;
	if (!stack.startsWith(start)) return [];
	return stack
		.slice(start.length)
		.split("\n")
		.flatMap((line) => {
			const [, name = "", file = "", row, column] = FRAME.exec(line) ?? [];
			// The end of the path, without a query: where a deploy or a machine keeps it is of no interest.
			const end = /([\w.-]+(?:\/[\w.-]+)?)(?:\?.*)?$/.exec(file)?.[1];
			return end === undefined ? [] : [`${name} ${end}:${row}:${column}`.trim()];
		})
		.slice(0, MAX_FRAMES);
}

const flagNames = ["retryable", "overloaded", "remote", "durableObjectReset"] as const;

/** A field of whatever it is; undefined where there is none, or where reading it throws. */
function field(of: object, name: string): unknown {
	try {
		return Reflect.get(of, name);
	} catch {
		return undefined;
	}
}

const isOurs = (error: Error): boolean => field(error, "isOwn") === true;

function messageOf(error: Error): string | undefined {
	if (isOurs(error)) return error.message.slice(0, MAX_OWN_LENGTH);
	return ofPlatform.some((known) => known.test(error.message)) ? error.message : undefined;
}

function describe(error: unknown, depth: number): ErrorDescription {
	if (!(error instanceof Error)) return { name: error === null ? "null" : typeof error };
	const [code, status, statusCode] = ["code", "status", "statusCode"].map((name) => field(error, name));
	const codes = [
		...(typeof code === "string" || typeof code === "number" ? [String(code)].filter(isCode) : []),
		...codesIn(error.message),
	];
	const http = [status, statusCode].find((value) => Number.isInteger(value));
	const flags = flagNames.filter((name) => field(error, name) === true);
	const [message, at] = [messageOf(error), framesOf(error)];
	const { cause } = error;
	const errors = error instanceof AggregateError ? error.errors.slice(0, MAX_ERRORS) : [];
	const deeper = depth + 1 < MAX_DEPTH;
	return {
		name: isWord(error.name) ? error.name : "Error",
		...(message === undefined ? {} : { message }),
		...(codes.length > 0 ? { codes: [...new Set(codes)] } : {}),
		...(typeof http === "number" ? { status: http } : {}),
		...(flags.length > 0 ? { flags } : {}),
		...(at.length > 0 ? { at } : {}),
		...(deeper && cause !== undefined ? { cause: describe(cause, depth + 1) } : {}),
		...(deeper && errors.length > 0 ? { errors: errors.map((each) => describe(each, depth + 1)) } : {}),
	};
}

export const describeError = (error: unknown): ErrorDescription => describe(error, 0);
