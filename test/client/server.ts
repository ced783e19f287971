/** A server for the dashboard's queries: a test gives its answers one by one, in any order. Needs fake timers. */
import { vi } from "vitest";
import type { Answer } from "../../dashboard/api.ts";

export function server<T>() {
	const requests: {
		signal: AbortSignal;
		answer: (value: T) => Promise<void>;
		fail: (message: string) => Promise<void>;
	}[] = [];
	const fetch = (signal: AbortSignal): Promise<Answer<T>> =>
		new Promise((resolve) => {
			const settle = async (answer: Answer<T>) => {
				resolve(answer);
				await vi.advanceTimersByTimeAsync(0);
			};
			requests.push({
				signal,
				answer: (value) => settle({ ok: true, value }),
				fail: (message) => settle({ ok: false, failure: { status: 500, message, fields: {} } }),
			});
		});
	const request = (index: number) => {
		const one = requests.at(index);
		if (one === undefined) throw new Error(`there was no request ${index}`);
		return one;
	};
	return { requests, fetch, request };
}
