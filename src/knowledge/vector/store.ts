/**
 * The vectors of passages, quantised to eight bits, one row a passage and model, and nearest-neighbour search by a full scan.
 * A trigger deletes a removed passage's vectors. A model's matrix stays in memory once it was used: 10,000 passages of 512
 * dimensions take 5 MB and some milliseconds a scan. Past some tens of thousands, vectorize.ts takes over.
 */
import type { Neighbour } from "../../model/embedder.ts";

/** A model's vectors, row after row. Rows of removed passages stay until the object is evicted; no result comes from them. */
type Matrix = {
	dimensions: number;
	places: Map<number, number>;
	ids: number[];
	values: Int8Array;
	lengths: Float32Array;
};

const emptyMatrix = (): Matrix => ({
	dimensions: 0,
	places: new Map(),
	ids: [],
	values: new Int8Array(0),
	lengths: new Float32Array(0),
});

/** The id of a row whose passage has no vector any more. */
const GONE = -1;

const matrices = new WeakMap<SqlStorage, Map<string, Matrix>>();

/** Scales each vector by itself: only directions are compared, so its length isn't kept. */
function quantise(vector: Float32Array): Int8Array {
	const most = vector.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
	return most === 0 ? new Int8Array(0) : Int8Array.from(vector, (value) => Math.round((value / most) * 127));
}

function put(matrix: Matrix, id: number, vector: Int8Array): void {
	// An empty vector, and one of another version of the model, can't be compared; the passage has no row then.
	if (vector.length === 0 || (matrix.dimensions > 0 && vector.length !== matrix.dimensions)) {
		const place = matrix.places.get(id);
		if (place !== undefined) matrix.ids[place] = GONE;
		matrix.places.delete(id);
		return;
	}
	matrix.dimensions = vector.length;
	const place = matrix.places.get(id) ?? matrix.ids.length;
	if ((place + 1) * matrix.dimensions > matrix.values.length) {
		const room = Math.max(64, place * 2);
		const values = new Int8Array(room * matrix.dimensions);
		values.set(matrix.values);
		const lengths = new Float32Array(room);
		lengths.set(matrix.lengths);
		Object.assign(matrix, { values, lengths });
	}
	matrix.places.set(id, place);
	matrix.ids[place] = id;
	matrix.values.set(vector, place * matrix.dimensions);
	matrix.lengths[place] = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

function matrixOf(sql: SqlStorage, model: string): Matrix {
	const models = matrices.get(sql) ?? new Map<string, Matrix>();
	matrices.set(sql, models);
	const known = models.get(model);
	if (known) return known;
	const matrix = emptyMatrix();
	for (const { passage, vector } of sql.exec<{ passage: number; vector: ArrayBuffer }>(
		`SELECT passage, vector FROM passage_vector WHERE model = ?`,
		model,
	))
		put(matrix, passage, new Int8Array(vector));
	models.set(model, matrix);
	return matrix;
}

/** Stores a passage's vector. A vector of zeros means that the passage has none and isn't embedded again. */
export function store(sql: SqlStorage, id: number, model: string, vector: Float32Array): void {
	const bytes = quantise(vector);
	// Not "OR REPLACE", which removes a row without its trigger.
	sql.exec(
		`INSERT INTO passage_vector (passage, model, vector) VALUES (?, ?, ?)
		 ON CONFLICT (passage, model) DO UPDATE SET vector = excluded.vector`,
		id,
		model,
		bytes.buffer,
	);
	const matrix = matrices.get(sql)?.get(model);
	if (matrix) put(matrix, id, bytes);
}

/** The highest passage id with a vector of this model; 0 where none has. Ids grow, so no later passage has one. */
export function lastEmbedded(sql: SqlStorage, model: string): number {
	const [last] = sql
		.exec<{ id: number }>(
			`SELECT passage AS id FROM passage_vector WHERE model = ? ORDER BY passage DESC LIMIT 1`,
			model,
		)
		.toArray();
	return last?.id ?? 0;
}

/** The highest passage id; 0 where there is no passage. */
export const newestPassage = (sql: SqlStorage): number =>
	sql.exec<{ id: number | null }>("SELECT max(id) AS id FROM passage").one().id ?? 0;

/** The number of vectors that the external index has too. */
export const indexedCount = (sql: SqlStorage): number =>
	sql.exec<{ count: number }>(`SELECT count FROM row_count WHERE kind = 'indexed'`).one().count;

/** Removes the vectors of all other models. */
export function removeOtherModels(sql: SqlStorage, models: string[]): void {
	sql.exec(`DELETE FROM passage_vector WHERE model NOT IN (SELECT value FROM json_each(?))`, JSON.stringify(models));
}

/** The next passages after one that have no vector of this model yet, as an encoder should read them. */
export function passagesWithoutVector(
	sql: SqlStorage,
	model: string,
	after: number,
	limit: number,
): { id: number; text: string }[] {
	return sql
		.exec<{ id: number; kind: string; title: string; heading: string; text: string }>(
			`SELECT id, kind, title, heading, text FROM passage WHERE id > ?
			 AND NOT EXISTS (SELECT 1 FROM passage_vector WHERE passage = passage.id AND model = ?) ORDER BY id LIMIT ?`,
			after,
			model,
			limit,
		)
		.toArray()
		.map(({ id, kind, title, heading, text }) => ({
			id,
			// A question is found by its wordings; its answer would blur them.
			text: kind === "question" ? title : [title, heading, text].filter((part) => part !== "").join("\n"),
		}));
}

/** Cosine similarity of a vector and a row of the matrix, -1 to 1. */
function cosine({ values, lengths, dimensions }: Matrix, place: number, vector: Float32Array, length: number): number {
	const start = place * dimensions;
	let sum = 0;
	for (let at = 0; at < dimensions; at++) sum += (values[start + at] ?? 0) * (vector[at] ?? 0);
	return sum / (length * (lengths[place] ?? 1));
}

/**
 * A function from a passage to its similarity with this vector, -1 to 1; null where the passage has none. `whole` false: reads
 * single rows instead of loading the matrix, for the few passages that the external index has found.
 */
export function similarityTo(
	sql: SqlStorage,
	model: string,
	vector: Float32Array,
	whole = true,
): (id: number) => number | null {
	const length = Math.hypot(...vector);
	const known = whole ? matrixOf(sql, model) : null;
	return (id) => {
		const matrix = known ?? matrixOfOne(sql, model, id);
		const place = matrix.places.get(id);
		if (place === undefined || length === 0 || vector.length !== matrix.dimensions) return null;
		return cosine(matrix, place, vector, length);
	};
}

function matrixOfOne(sql: SqlStorage, model: string, id: number): Matrix {
	const matrix = emptyMatrix();
	for (const { vector } of sql.exec<{ vector: ArrayBuffer }>(
		`SELECT vector FROM passage_vector WHERE passage = ? AND model = ?`,
		id,
		model,
	))
		put(matrix, id, new Int8Array(vector));
	return matrix;
}

/** The passages with the most similar vectors, best first. */
export function nearest(sql: SqlStorage, model: string, vector: Float32Array, limit: number): Neighbour[] {
	const matrix = matrixOf(sql, model);
	const length = Math.hypot(...vector);
	if (length === 0 || vector.length !== matrix.dimensions) return [];
	let best: Neighbour[] = [];
	let least = -Infinity;
	const prune = () => {
		best = best.sort((a, b) => b.similarity - a.similarity).slice(0, limit);
		if (best.length === limit) least = best.at(-1)?.similarity ?? least;
	};
	matrix.ids.forEach((id, place) => {
		if (id === GONE) return;
		const similarity = cosine(matrix, place, vector, length);
		if (similarity <= least) return;
		best.push({ id, similarity });
		// Sorting now and then is cheaper than keeping the list sorted.
		if (best.length >= limit * 4) prune();
	});
	prune();
	return best;
}
