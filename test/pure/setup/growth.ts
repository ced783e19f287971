/**
 * How the time of a function grows with its input, per doubling: measured over three doublings, which tell better than one
 * what grows how. It is this thread's processor time, the best of five rounds taken in turns. The clock would count what else
 * the machine does, and the process's time the collector and the compiler. A neighbour on the same core still empties its caches,
 * which hits the long input harder: a result that isn't clearly linear is taken from more rounds.
 */

const DOUBLINGS = 3;
const ROUNDS = 5;
const MOST_ROUNDS = 20;
const CLEARLY_LINEAR = 2.5;
/** What the tests refuse. */
const TOO_MUCH = 3;

/** The first rounds of a function are slower than it is. */
const WARMING = 4;

/** Less than this, in µs, is too short to compare. */
const LEAST = 5_000;

/** In µs. */
async function timeOf(act: () => unknown): Promise<number> {
	const begun = process.threadCpuUsage();
	await act();
	const { user, system } = process.threadCpuUsage(begun);
	return user + system;
}

/**
 * `work` prepares the function for an input of a size, which is `size` or a multiple of it. 2 is linear, 4 quadratic.
 * What outgrows a cache or the young generation of the heap makes a step at one size; what grows faster than its input does so
 * at every size: a result that may be a step is measured from twice that size on as well, and the lesser one counts.
 */
export async function growth(work: (size: number) => () => unknown, size: number): Promise<number> {
	const grown = await growthFrom(work, size);
	return grown > TOO_MUCH ? Math.min(grown, await growthFrom(work, size * 2)) : grown;
}

async function growthFrom(work: (size: number) => () => unknown, size: number): Promise<number> {
	const [short, long] = [work(size), work(size * 2 ** DOUBLINGS)];
	let [one, many] = [Infinity, Infinity];
	const grown = () => (many / Math.max(LEAST, one)) ** (1 / DOUBLINGS);
	for (let round = 0; round < ROUNDS || (round < MOST_ROUNDS && grown() > CLEARLY_LINEAR); round++) {
		one = Math.min(one, await timeOf(short));
		many = Math.min(many, await timeOf(long));
	}
	return grown();
}

/** The least size, from `size` up by doubling, whose work takes long enough to be compared; at most `most`. */
export async function comparableSize(
	work: (size: number) => () => unknown,
	size: number,
	most: number,
): Promise<number> {
	const isShort = async (act: () => unknown): Promise<boolean> => {
		for (let round = 0; round < WARMING; round++) if ((await timeOf(act)) < LEAST) return true;
		return false;
	};
	while (size < most && (await isShort(work(size)))) size *= 2;
	return size;
}
