/** What stands in each element of a page, added up: text, links, commas, pictures. Used by scores.ts. */
import type { PagePlace } from "./places.ts";

/** Sums over what stands in each element, by index. */
export class Sums {
	readonly text: Float64Array;
	readonly linked: Float64Array;
	readonly commas: Float64Array;
	readonly paragraphs: Float64Array;
	readonly items: Float64Array;
	readonly images: Float64Array;
	readonly inputs: Float64Array;
	readonly heads: Float64Array;
	readonly lists: Float64Array;

	constructor(size: number) {
		const sums = () => new Float64Array(size);
		[this.text, this.linked, this.commas] = [sums(), sums(), sums()];
		[this.paragraphs, this.items, this.images] = [sums(), sums(), sums()];
		[this.inputs, this.heads, this.lists] = [sums(), sums(), sums()];
	}

	add(from: number, to: number): void {
		for (const sum of [this.text, this.linked, this.commas, this.paragraphs, this.items])
			sum[to] = (sum[to] ?? 0) + (sum[from] ?? 0);
		for (const sum of [this.images, this.inputs, this.heads, this.lists]) sum[to] = (sum[to] ?? 0) + (sum[from] ?? 0);
	}
}

export const at = (sum: Float64Array, { index }: PagePlace): number => sum[index] ?? 0;
export const density = (sums: Sums, place: PagePlace): number => {
	const text = at(sums.text, place);
	return text === 0 ? 0 : at(sums.linked, place) / text;
};
