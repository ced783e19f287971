/** The form that adds a site or changes its settings: its address, which pages to read, how many, and how often. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import * as v from "valibot";
import {
	DEFAULT_PAGE_LIMIT,
	MAX_PAGE_LIMIT,
	SiteSettings,
	schedules,
	type Source,
} from "../../src/protocol/knowledge/source.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Failure, Field } from "../ui/field.tsx";
import { saveSite } from "./api.ts";

const scheduleNames = { hand: "Only when somebody asks for it", daily: "Every day", weekly: "Every week" };

const linesOf = (text: string): string[] =>
	text
		.split("\n")
		.map((line) => line.trim())
		.filter((line) => line !== "");

/** A message for each field. The message about one pattern is shown below the field of all patterns. */
const byField = (issues: readonly v.BaseIssue<unknown>[]): Record<string, string> =>
	Object.fromEntries(
		issues.toReversed().map((issue) => [(v.getDotPath(issue) ?? "").split(".")[0] ?? "", issue.message]),
	);

type Props = { site: Source | null; onClose: () => void; onSaved: () => void };

export function SiteForm({ site, onClose, onSaved }: Props) {
	const settings = site?.settings ?? null;
	const draft = useSignal({
		address: settings?.address ?? "",
		include: settings?.include.join("\n") ?? "",
		exclude: settings?.exclude.join("\n") ?? "",
		limit: String(settings?.limit ?? DEFAULT_PAGE_LIMIT),
		schedule: settings?.schedule ?? ("weekly" as const),
	});
	const wrong = useSignal<Record<string, string>>({});
	const failure = useSignal<string | null>(null);
	const busy = useSignal(false);
	const first = useRef<HTMLInputElement>(null);
	useEffect(() => first.current?.focus(), []);
	const set = (change: Partial<typeof draft.value>) => {
		draft.value = { ...draft.value, ...change };
	};
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (busy.value) return;
		const { include, exclude, limit, ...rest } = draft.value;
		const parsed = v.safeParse(SiteSettings, {
			...rest,
			include: linesOf(include),
			exclude: linesOf(exclude),
			limit: limit.trim() === "" ? Number.NaN : Number(limit),
		});
		failure.value = null;
		wrong.value = parsed.success ? {} : byField(parsed.issues);
		if (!parsed.success) return;
		busy.value = true;
		const answer = await saveSite(site?.id ?? null, parsed.output);
		busy.value = false;
		if (answer.ok) {
			onSaved();
			onClose();
			return;
		}
		const { fields, message } = answer.failure;
		wrong.value = Object.fromEntries(Object.entries(fields).map(([path, text]) => [path.split(".")[0] ?? "", text]));
		if (Object.keys(fields).length === 0) failure.value = message;
	};
	return (
		<Dialog title={site === null ? "Add a site" : "Change what is read"} onClose={onClose}>
			<form class="site-form" onSubmit={submit} noValidate>
				<Failure text={failure.value} />
				<Field
					label="Address"
					hint="Pages are found by its sitemap, or by links from here. Only this site is read."
					wrong={wrong.value["address"]}
				>
					{(attributes) => (
						<input
							{...attributes}
							ref={first}
							class="input"
							type="url"
							inputMode="url"
							autocomplete="off"
							placeholder="https://help.example.com"
							maxLength={2_000}
							value={draft.value.address}
							onInput={(event) => set({ address: event.currentTarget.value })}
						/>
					)}
				</Field>
				<div class="halves">
					<Field label="Read it again" wrong={wrong.value["schedule"]}>
						{(attributes) => (
							<select
								{...attributes}
								class="input"
								value={draft.value.schedule}
								onChange={(event) => set({ schedule: v.parse(v.picklist(schedules), event.currentTarget.value) })}
							>
								{schedules.map((schedule) => (
									<option key={schedule} value={schedule}>
										{scheduleNames[schedule]}
									</option>
								))}
							</select>
						)}
					</Field>
					<Field label="Pages at most" wrong={wrong.value["limit"]}>
						{(attributes) => (
							<input
								{...attributes}
								class="input"
								type="number"
								min={1}
								max={MAX_PAGE_LIMIT}
								value={draft.value.limit}
								onInput={(event) => set({ limit: event.currentTarget.value })}
							/>
						)}
					</Field>
				</div>
				<Field
					label="Only pages like these"
					hint="One a line, such as /help/*. Empty means all."
					wrong={wrong.value["include"]}
				>
					{(attributes) => (
						<textarea
							{...attributes}
							class="input"
							rows={2}
							value={draft.value.include}
							onInput={(event) => set({ include: event.currentTarget.value })}
						/>
					)}
				</Field>
				<Field label="Never pages like these" hint="One a line, such as /blog/*." wrong={wrong.value["exclude"]}>
					{(attributes) => (
						<textarea
							{...attributes}
							class="input"
							rows={2}
							value={draft.value.exclude}
							onInput={(event) => set({ exclude: event.currentTarget.value })}
						/>
					)}
				</Field>
				<div class="ends">
					<button type="button" class="btn" onClick={onClose}>
						Cancel
					</button>
					<button type="submit" class="btn p" aria-disabled={busy.value}>
						{site === null ? "Read the site" : "Save"}
					</button>
				</div>
			</form>
		</Dialog>
	);
}
