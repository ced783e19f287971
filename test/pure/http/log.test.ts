/** What the log says about an error, and the personal data it leaves out. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TimeoutError } from "../../../src/durable/timeout.ts";
import { describeError } from "../../../src/http/error-description.ts";
import { log } from "../../../src/http/log.ts";
import { OwnError } from "../../../src/http/own-error.ts";

const WORDS = "My card 4111 1111 1111 1111 was charged twice, ana@moreira.example";
const own = (name: string, message: string, fields: object = {}) =>
	Object.assign(new Error(message), { name, ...fields });

describe("a line of the log", () => {
	let lines: string[];
	beforeEach(() => {
		lines = [];
		for (const level of ["warn", "error"] as const)
			vi.spyOn(console, level).mockImplementation(
				(...parts: unknown[]) => void lines.push(`${level} ${parts.join("|")}`),
			);
	});
	afterEach(() => {
		vi.restoreAllMocks();
	});

	test("is one JSON object with its level, its event, and where it happened", () => {
		log("effect_failed", { workspace: "ws_1", conversation: "c_1", effect: 7, kind: "turn", attempt: 1 });
		log("writer_refused", { workspace: "ws_1", purpose: "answer", writer: "workers-ai", reason: "ungrounded" });
		expect(lines).toEqual([
			'error {"level":"error","event":"effect_failed","workspace":"ws_1","conversation":"c_1","effect":7,"kind":"turn","attempt":1}',
			'warn {"level":"warn","event":"writer_refused","workspace":"ws_1","purpose":"answer","writer":"workers-ai","reason":"ungrounded"}',
		]);
	});

	test("leaves out unknown fields, and contains no line break whatever was thrown", () => {
		log("frame_failed", { workspace: undefined, conversation: undefined, error: new Error("a\nb") });
		const line = JSON.parse(lines[0]?.slice("error ".length) ?? "");
		expect(line).toEqual({ level: "error", event: "frame_failed", error: { name: "Error", at: expect.any(Array) } });
		expect(lines[0]).not.toContain("\n");
	});
});

describe("an error with somebody's words in it", () => {
	const carriers: [string, () => unknown][] = [
		["as its message", () => new Error(WORDS)],
		["as its cause", () => new OwnError("The turn failed.", { cause: new Error(WORDS) })],
		["as its cause's cause", () => new Error("a", { cause: new Error("b", { cause: new TypeError(WORDS) }) })],
		["as a cause that is no error", () => new OwnError("The turn failed.", { cause: { question: WORDS } })],
		["among several", () => new AggregateError([new Error(WORDS), WORDS], "2 of 2 could not be told")],
		["as what was thrown", () => WORDS],
		["in a thrown object", () => ({ message: WORDS })],
		["as its name", () => own(WORDS, "a")],
		["as its code", () => own("ApiError", "a", { code: WORDS })],
		["as a status", () => own("ApiError", "a", { statusCode: WORDS })],
		[
			"in other fields",
			() => own("AI_APICallError", "a", { url: `https://model.example/?q=${WORDS}`, requestBodyValues: { WORDS } }),
		],
		["after what the platform says", () => new Error(`Network connection lost. ${WORDS}`)],
		["after D1's code", () => new Error(`D1_ERROR: near "${WORDS}": SQLITE_ERROR`)],
		["in lines that look like a stack", () => new Error(`a\n    at ${WORDS}\n    at ana (moreira.example:4111:1)`)],
		["in a message that was changed", () => own("Error", "a\n    at ana (moreira.example:4111:1)", { message: "b" })],
		["in a message that was taken away", () => own("Error", "a\n    at ana (moreira.example:4111:1)", { message: "" })],
		[
			"in a query of where it was thrown",
			() => {
				const error = new Error("a");
				error.stack = `Error: a\n    at load (https://cdn.example/x.js?q=moreira:4:1111)`;
				return error;
			},
		],
	];

	test.each(carriers)("contains none of them: %s", (_, make) => {
		const told = JSON.stringify(describeError(make()));
		for (const word of ["4111", "charged", "ana@", "moreira", "card"]) expect(told).not.toContain(word);
	});
});

describe("what the log says about an error", () => {
	test("is the message of one of ours, with what caused it", () => {
		const error = new TimeoutError("The database doesn't answer.", { cause: new RangeError("x") });
		expect(describeError(error)).toMatchObject({
			name: "TimeoutError",
			message: "The database doesn't answer.",
			cause: { name: "RangeError" },
		});
		// An error that crosses RPC keeps its name and fields, but not its class.
		const remote = own("OwnError", "This conversation has not started.", { isOwn: true, remote: true });
		expect(describeError(remote)).toMatchObject({ message: "This conversation has not started.", flags: ["remote"] });
	});

	test.each([
		"Network connection lost.",
		"Durable Object reset because its code was updated.",
		"Durable Object is overloaded. Too many requests queued.",
		"internal error; reference = 8fk2j3lq",
	])("is what the platform says: %s", (message) => expect(describeError(new Error(message)).message).toBe(message));

	test.each([
		["D1_ERROR: UNIQUE constraint failed: contact.email: SQLITE_CONSTRAINT", ["D1_ERROR", "SQLITE_CONSTRAINT"]],
		["3040: Capacity temporarily exceeded, please try again.", ["3040"]],
		["Some 3040: other", undefined],
	])("is the codes in a message: %s", (message, codes) => {
		expect(describeError(new Error(message))).toMatchObject({ name: "Error" });
		expect(describeError(new Error(message)).codes).toEqual(codes);
	});

	test("is a library's code and status, and whether another try may help", () => {
		const error = own("APIError", "no", {
			code: "rate_limit_exceeded",
			statusCode: 429,
			retryable: true,
			overloaded: false,
		});
		expect(describeError(error)).toMatchObject({
			name: "APIError",
			codes: ["rate_limit_exceeded"],
			status: 429,
			flags: ["retryable"],
		});
	});

	test("is the place it was thrown at, without the machine's paths", () => {
		function failing(): never {
			throw new Error("a");
		}
		let thrown: unknown;
		try {
			failing();
		} catch (error) {
			thrown = error;
		}
		const { at } = describeError(thrown);
		expect(at?.[0]).toMatch(/^failing http\/log\.test\.ts:\d+:\d+$/);
		expect(at?.length).toBeLessThanOrEqual(8);
	});

	test("is a description of any thrown value, and describing it never throws", () => {
		expect([undefined, null, 7, Symbol("x")].map((thrown) => describeError(thrown).name)).toEqual([
			"undefined",
			"null",
			"number",
			"symbol",
		]);
		const trap = new Error("a");
		Object.defineProperty(trap, "code", {
			get: () => {
				throw new Error("b");
			},
		});
		expect(describeError(trap).name).toBe("Error");
		const circle = new Error("a");
		circle.cause = circle;
		expect(JSON.stringify(describeError(circle)).length).toBeLessThan(8_000);
	});
});
