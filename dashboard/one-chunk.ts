/**
 * The dashboard's first load as one file. The bundler makes a file of every set of modules that several lazy ones share, which was
 * fifteen files, and each compresses by itself: in one they are 8 % smaller, and one request. It is told which modules these are
 * by a build whose output is dropped.
 */
import { build, type InlineConfig, type Rolldown } from "vite";

/** The modules that a page needs at once. */
function needed({ output }: Rolldown.RolldownOutput, page: string): Set<string> {
	const chunks = new Map(output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file] as const] : [])));
	const entry = [...chunks.values()].find(({ isEntry, name }) => isEntry && name === page);
	if (!entry) throw new Error(`the build has no entry "${page}"`);
	const files = new Set([entry.fileName]);
	for (const file of files) for (const other of chunks.get(file)?.imports ?? []) files.add(other);
	return new Set([...files].flatMap((file) => Object.keys(chunks.get(file)?.modules ?? {})));
}

/** The same configuration with the modules of `page` in one chunk, but for those that `other`, a page of its own, has too. */
export async function inOneChunk(config: InlineConfig, page: string, other: string): Promise<InlineConfig> {
	const tried = await build({ ...config, build: { ...config.build, write: false } });
	const [output] = [tried].flat();
	if (!output || !("output" in output)) throw new Error("the build has no output");
	const [first, apart] = [needed(output, page), needed(output, other)];
	const isFirst = (id: string) => first.has(id) && !apart.has(id);
	const rolldownOptions = {
		...config.build?.rolldownOptions,
		output: { codeSplitting: { groups: [{ name: page, test: isFirst }] } },
	};
	return { ...config, build: { ...config.build, rolldownOptions } };
}
