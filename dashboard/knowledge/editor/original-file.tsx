/**
 * The file that an article or question was read from, in a frame in which nothing runs, with what was left out of it. A Word
 * document can't be shown by a browser, so it is downloaded.
 */
import { kindOf, shownKinds, type SourceDetails } from "../../../src/protocol/knowledge/source.ts";
import { useQuery } from "../../fetch/query.ts";
import { fileAddress, source as load } from "../../sources/api.ts";
import { OmissionList } from "../../sources/omissions.tsx";
import { Loading } from "../../ui/loading.tsx";
import { scrollable } from "../../ui/scrollable.ts";
import { since } from "../facts.tsx";

export function OriginalFile({ source }: { source: string }) {
	const { data, error, reload } = useQuery(`file ${source}`, (signal) => load(source, signal));
	const file = data.value;
	return (
		<section aria-label="File" class="scroll original-file" {...scrollable}>
			{file === null ? (
				<Loading
					failure={error.value}
					onRetry={() => void reload()}
					gone={{ title: "Its file is gone", href: "/knowledge/sources", name: "Sources" }}
				/>
			) : (
				<Shown file={file} />
			)}
		</section>
	);
}

const sizeOf = (bytes: number): string =>
	bytes < 1_048_576 ? `${Math.max(1, Math.round(bytes / 1_024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

function Shown({ file: { id, name, readAt, fileBytes, omitted } }: { file: SourceDetails }) {
	if (fileBytes === null) return <p>{name} wasn't kept. Upload it again to see it here.</p>;
	const kind = kindOf(name);
	return (
		<>
			<p class="quiet">
				<a class="link" href={fileAddress(id, "download")} download={name} dir="auto">
					{name}
				</a>
				, {sizeOf(fileBytes)}
				{readAt !== null && `, as it was uploaded ${since(readAt)}`}.
			</p>
			{omitted.length > 0 && (
				<details class="omitted">
					<summary>What was left out</summary>
					<OmissionList omitted={omitted} />
				</details>
			)}
			{kind !== null && shownKinds.includes(kind) ? (
				// oxlint-disable-next-line react/iframe-missing-sandbox -- a PDF's viewer starts in none; its answer has a policy
				<iframe src={fileAddress(id, "show")} title={name} {...(kind !== "pdf" && { sandbox: "" })} />
			) : (
				<p>A browser can't show a Word document. Download it to compare.</p>
			)}
		</>
	);
}
