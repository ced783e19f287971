/**
 * Workers AI's binding in worker tests: what it streams, and the binding itself with another `run`, its one method that
 * reaches the network. Models behind an address are test/model-server.ts's.
 */
import { env } from "cloudflare:workers";

const encoder = new TextEncoder();

export type Ending = "done" | "cut" | "hang" | "error";

/** A stream of server-sent events that ends, breaks off or hangs. */
export function events(lines: string[], end: Ending = "done"): ReadableStream<Uint8Array> {
	const rest = [...lines.map((line) => `data: ${line}\n\n`), ...(end === "done" ? ["data: [DONE]\n\n"] : [])];
	return new ReadableStream({
		async pull(controller) {
			const next = rest.shift();
			if (next !== undefined) controller.enqueue(encoder.encode(next));
			else if (end === "error") controller.error(new Error("the connection broke"));
			else if (end === "hang") await new Promise(() => undefined);
			else controller.close();
		},
	});
}

/** Workers AI's own shape of a streamed text. */
export const native = (pieces: string[], end?: Ending): ReadableStream<Uint8Array> =>
	events(
		pieces.map((response) => JSON.stringify({ response })),
		end,
	);

const real = env.AI;

export const bindingWith = <Input>(run: (model: string, input: Input) => Promise<unknown>): Ai =>
	new Proxy(real, { get: (ai, key) => (key === "run" ? run : Reflect.get(ai, key)) });
