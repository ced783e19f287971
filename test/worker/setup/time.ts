/** Time in worker tests: the wait for what never answers (src/durable/timeout.ts) ends at once. */
import { type MockInstance, vi } from "vitest";

/** Timers of at least `fromMs` go off at once, until the spy is restored. */
export function shortenTimers(fromMs: number): MockInstance {
	const real = setTimeout;
	const shortened = (act: () => void, ms = 0) => real(act, ms >= fromMs ? 0 : ms);
	return vi.spyOn(globalThis, "setTimeout").mockImplementation(Object.assign(shortened, real));
}
