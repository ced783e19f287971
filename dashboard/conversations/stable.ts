/** A function that stays the same while what it does follows the render: whoever is passed it isn't drawn anew for it. */
import { useRef } from "preact/hooks";

export function useStable<Arguments extends unknown[]>(
	latest: (...given: Arguments) => void,
): (...given: Arguments) => void {
	const current = useRef(latest);
	current.current = latest;
	return useRef((...given: Arguments) => current.current(...given)).current;
}
