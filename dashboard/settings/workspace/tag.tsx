/** The section that checks the tag: a page that the server reads, and where the chat was asked for lately. */
import { useSignal } from "@preact/signals";
import { TagReport, TagSights } from "../../../src/protocol/settings/tag.ts";
import { call } from "../../api.ts";
import { useQuery } from "../../fetch/query.ts";
import { useSaving } from "../../fetch/saving.ts";
import { Failure, Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ago, fullTime } from "../../ui/time.ts";
import { Section } from "../section.tsx";
import { problemWords } from "./tag-words.ts";

const load = (signal: AbortSignal) => call("/tag", { schema: TagSights, signal });
const check = (address: string) => call("/tag/check", { method: "POST", body: { address }, schema: TagReport });

/** Pages that are listed; the others are of the same sites. */
const SHOWN = 6;

export function TagSection({ sites }: { sites: readonly string[] }) {
	const { data, reload } = useQuery("tag", load);
	const address = useSignal(sites[0] ?? "");
	const report = useSignal<TagReport | null>(null);
	const { busy, wrong, failure, save } = useSaving();
	const run = async () => {
		report.value = null;
		const answer = await save(() => check(address.value));
		if (answer === null) return;
		report.value = answer.value;
		void reload();
	};
	const seen = data.value ?? [];
	return (
		<Section title="Is the chat on your site?" text="Parley reads a page as a visitor would, and says what is missing.">
			<Failure text={failure.value} />
			<Field label="A page of your site" wrong={wrong.value["address"]}>
				{(attributes) => (
					<input
						{...attributes}
						class="input"
						inputMode="url"
						spellcheck={false}
						autocapitalize="none"
						placeholder="https://shop.example"
						value={address.value}
						onInput={(event) => void (address.value = event.currentTarget.value)}
						onKeyDown={(event) => {
							// Enter would save the settings, whose form this stands in.
							if (event.key !== "Enter") return;
							event.preventDefault();
							void run();
						}}
					/>
				)}
			</Field>
			<div>
				<button type="button" class="btn" aria-disabled={busy.value} onClick={() => void run()}>
					{busy.value ? "Reading the page" : "Check the page"}
				</button>
			</div>
			<div role="status">{report.value !== null && <Findings of={report.value} />}</div>
			{seen.length === 0 ? (
				<p class="quiet">The chat wasn't asked for by any page in the last 30 days.</p>
			) : (
				<>
					<p class="quiet">Pages that asked for the chat, in the last 30 days:</p>
					<ul class="sights">
						{seen.slice(0, SHOWN).map(({ origin, path, at, allowed }) => (
							<li key={origin + path}>
								<span class="clip">{origin + path}</span>
								<span class="quiet" title={fullTime(at)}>
									{allowed ? `seen ${ago(at) === "now" ? "now" : `${ago(at)} ago`}` : "refused: not an allowed site"}
								</span>
							</li>
						))}
					</ul>
				</>
			)}
		</Section>
	);
}

function Findings({ of: { address, problems, seenAt } }: { of: TagReport }) {
	const isSeen = seenAt !== null;
	return (
		<div class="findings">
			<p class="clip">{address}</p>
			{problems.length === 0 ? (
				<p>The tag is on this page, and nothing keeps the chat away.</p>
			) : (
				<ul>
					{problems.map((problem) => (
						<li key={problem.kind}>
							<Icon name="alert" small />
							<span>{problemWords(problem, location.host)}</span>
						</li>
					))}
				</ul>
			)}
			<p class="quiet">
				{isSeen
					? `The chat was asked for from this site; last on ${fullTime(seenAt)}.`
					: "The chat wasn't asked for from this site in the last 30 days."}
			</p>
		</div>
	);
}
