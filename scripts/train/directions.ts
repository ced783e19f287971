/** The principal components of a set of vectors, by power iteration. */

const ROUNDS = 60;

export function principalDirections(
	vectors: Float64Array[],
	count: number,
): { mean: Float64Array; directions: Float64Array[] } {
	const size = vectors[0]?.length ?? 0;
	const mean = new Float64Array(size);
	for (const vector of vectors) vector.forEach((value, at) => (mean[at] = (mean[at] ?? 0) + value / vectors.length));
	const covariance = Array.from({ length: size }, () => new Float64Array(size));
	for (const vector of vectors) {
		const apart = vector.map((value, at) => value - (mean[at] ?? 0));
		covariance.forEach((row, i) => {
			const factor = apart[i] ?? 0;
			for (let j = 0; j < size; j++) row[j] = (row[j] ?? 0) + factor * (apart[j] ?? 0);
		});
	}
	// A pseudo-random start vector with a fixed seed, so that every run gives the same table.
	let seed = 1;
	const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5;
	let directions: Float64Array[] = Array.from({ length: count }, () => Float64Array.from({ length: size }, random));
	for (let round = 0; round < ROUNDS; round++)
		directions = orthonormal(
			directions.map((direction) => Float64Array.from(covariance, (row) => dot(row, direction))),
		);
	return { mean, directions };
}

const dot = (a: Float64Array, b: Float64Array): number => {
	let sum = 0;
	for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
	return sum;
};

function orthonormal(vectors: Float64Array[]): Float64Array[] {
	const done: Float64Array[] = [];
	for (const vector of vectors) {
		const rest = vector.slice();
		for (const other of done) {
			const along = dot(rest, other);
			for (let at = 0; at < rest.length; at++) rest[at] = (rest[at] ?? 0) - along * (other[at] ?? 0);
		}
		const length = Math.sqrt(dot(rest, rest)) || 1;
		done.push(rest.map((value) => value / length));
	}
	return done;
}
