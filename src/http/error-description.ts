/**
 * Redacts an error for the log: keeps the parts that can't hold anybody's data. log.ts states the rule and its reasons.
 * Pure. Takes any thrown value and never throws.
 */

export type ErrorDescription = {
	name: string;
	/** Present only where the message is known to quote nobody. */
	message?: string;
	/** Codes such as "D1_ERROR", "SQLITE_CONSTRAINT", "4006", or a library's `code`. */
	codes?: string[];
	/** An HTTP status. */
	status?: number;
	/** The platform's flags on an error of a Durable Object call that are true, such as "retryable" and "remote". */
	flags?: string[];
	/** The stack: "function file:line:column", innermost first. */
	at?: string[];
	cause?: ErrorDescription;
	/** The first few errors of an AggregateError. */
	errors?: ErrorDescription[];
};

const MAX_FRAMES = 8;
const MAX_DEPTH = 5;
const MAX_ERRORS = 3;
const MAX_OWN_LENGTH = 500;

/** Whether a text is an identifier of code, and so no sentence, address or number of somebody's. */
const isWord = (text: unknown): text is string => typeof text === "string" && /^[A-Za-z_$][\w$]{0,59}$/.test(text);

/** Whether a text can be a library's error code: an identifier or a small number. */
const isCode = (text: string): boolean => isWord(text) || /^\d{1,5}$/.test(text);

/** Messages of the platform that hold no data, matched whole: https://developers.cloudflare.com/durable-objects/observability/troubleshooting/. */
const platformMessages = [
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

/** The codes within messages of D1 and SQLite, and the number that a message of Workers AI begins with. */
const codesIn = (message: string): string[] => [
	...(message.match(/\b(?:D1|SQLITE)_[A-Z_]+\b/g) ?? []),
	...(message.match(/^\d{4}(?=: )/) ?? []),
];

/** A stack frame in V8's form: "    at async Log.append (file:///src/log.ts:12:3)". */
const FRAME = /^ {4}at (?:async )?(?:(?:new )?([\w$.#<>]+)(?: \[as [\w$]+\])? \()?([^()\s]+):(\d+):(\d+)\)?$/;

/**
 * The stack's frames, without the "TypeError: message" that it begins with: a message may have several lines, and they may
 * look like frames. Empty where the stack doesn't begin with the error's message, as when the message was changed later.
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
			// The last two parts of the path, without a query: the folder on the build's machine is of no interest.
			const end = /([\w.-]+(?:\/[\w.-]+)?)(?:\?.*)?$/.exec(file)?.[1];
			return end === undefined ? [] : [`${name} ${end}:${row}:${column}`.trim()];
		})
		.slice(0, MAX_FRAMES);
}

const flagNames = ["retryable", "overloaded", "remote", "durableObjectReset"] as const;

/** A field of any object; undefined where there is none, or where reading it throws. */
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
	return platformMessages.some((known) => known.test(error.message)) ? error.message : undefined;
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
