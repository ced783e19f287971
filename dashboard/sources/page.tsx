/** The sources page: files and sites, which are added by drop, file picker or address, with their progress while they are read. */
import "./sources.css";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { fileEndings, MAX_FILE_BYTES, type Source } from "../../src/protocol/knowledge/source.ts";
import { can } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { KnowledgeFrame } from "../knowledge/frame.tsx";
import { Icon } from "../ui/icon.tsx";
import { Loading } from "../ui/loading.tsx";
import { isPhone } from "../ui/media.ts";
import { useQuery } from "../fetch/query.ts";
import { scrollable } from "../ui/scrollable.ts";
import { sources } from "./api.ts";
import { SourceRow } from "./row.tsx";
import { SiteForm } from "./site-form.tsx";
import { add, arrivals, dismiss, uploads } from "./uploads.ts";
import { isBusy } from "./labels.ts";

const POLL_MS = 1_500;

export function SourcesPage() {
	useTitle("Sources");
	const { data, error, reload } = useQuery("sources", sources, { on: [arrivals.value] });
	/** The site in the form; "new" to add one, null while the form is closed. */
	const form = useSignal<Source | "new" | null>(null);
	const input = useRef<HTMLInputElement>(null);
	const list = data.value?.sources ?? null;
	const busy = list?.some(isBusy) ?? false;

	useEffect(() => {
		if (!busy) return;
		const timer = setInterval(() => {
			if (document.visibilityState === "visible") void reload();
		}, POLL_MS);
		return () => clearInterval(timer);
	}, [busy]);
	// The empty page has these buttons in its middle instead.
	const mayAdd = can("configure") && (list?.length ?? 0) > 0;
	const dropping = useDrop(can("configure"));

	const pick = (
		<>
			<button type="button" class="btn" onClick={() => input.current?.click()}>
				<Icon name="plus" small />
				Upload files
			</button>
			<button
				type="button"
				class="btn p"
				onClick={() => {
					form.value = "new";
				}}
			>
				Add a site
			</button>
		</>
	);
	return (
		<KnowledgeFrame action={!isPhone.value && mayAdd && <div class="pair readings-add">{pick}</div>}>
			<input
				ref={input}
				type="file"
				multiple
				hidden
				accept={fileEndings.join()}
				aria-label="Files to upload"
				onChange={(event) => {
					add(event.currentTarget.files ?? []);
					event.currentTarget.value = "";
				}}
			/>
			<div class="readings scroll" {...scrollable} role="region" aria-label="Sources">
				{isPhone.value && mayAdd && <div class="pair">{pick}</div>}
				<Uploads />
				{list === null ? (
					<Loading failure={error.value} onRetry={() => void reload()} />
				) : list.length > 0 ? (
					<ul aria-label="Files and sites">
						{list.map((source) => (
							<SourceRow
								key={source.id}
								source={source}
								onChange={(site) => {
									form.value = site;
								}}
								onDone={() => void reload()}
							/>
						))}
					</ul>
				) : (
					<div class="empty">
						<Icon name="file" />
						<b>Nothing is read from files or sites yet</b>
						<p>
							Add your help site, and its pages become articles that follow it. Or drop files here: text, Markdown,
							HTML, PDF, Word and CSV of questions and answers, up to {MAX_FILE_BYTES / 1_048_576} MB each.
						</p>
						{can("configure") ? <div class="pair">{pick}</div> : <p class="quiet">Owners and admins can add them.</p>}
					</div>
				)}
			</div>
			{dropping.value && (
				<div class="drop" aria-hidden="true">
					<Icon name="file" />
					<b>Drop files to add them</b>
				</div>
			)}
			{form.value !== null && (
				<SiteForm
					site={form.value === "new" ? null : form.value}
					onClose={() => {
						form.value = null;
					}}
					onSaved={() => void reload()}
				/>
			)}
		</KnowledgeFrame>
	);
}

/** The list of uploads that are waiting, under way or failed. */
const Uploads = () =>
	uploads.value.length === 0 ? null : (
		<ul class="uploads" aria-label="Uploads" aria-live="polite">
			{uploads.value.map(({ id, file, state, reason }) => (
				<li key={id} class={state === "failed" ? "bad" : undefined}>
					<Icon name={state === "failed" ? "alert" : "file"} small />
					<span class="clip" dir="auto">
						{file.name}
					</span>
					<span class="quiet">
						{state === "failed" ? `Not added. ${reason ?? ""}` : state === "sending" ? "Uploading" : "Waiting"}
					</span>
					{state === "failed" && (
						<button type="button" class="btn q" aria-label={`Dismiss ${file.name}`} onClick={() => dismiss(id)}>
							<Icon name="cross" small />
						</button>
					)}
				</li>
			))}
		</ul>
	);

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** Accepts files dropped anywhere on the page: outside a drop target, the browser would open the file in place of the dashboard. */
function useDrop(may: boolean) {
	const dropping = useSignal(false);
	useEffect(() => {
		if (!may) return;
		const over = (event: DragEvent) => {
			if (!hasFiles(event)) return;
			event.preventDefault();
			dropping.value = true;
		};
		const leave = (event: DragEvent) => {
			if (event.relatedTarget === null) dropping.value = false;
		};
		const drop = (event: DragEvent) => {
			if (!hasFiles(event)) return;
			event.preventDefault();
			dropping.value = false;
			add(event.dataTransfer?.files ?? []);
		};
		addEventListener("dragover", over);
		addEventListener("dragleave", leave);
		addEventListener("drop", drop);
		return () => {
			removeEventListener("dragover", over);
			removeEventListener("dragleave", leave);
			removeEventListener("drop", drop);
		};
	}, [may]);
	return dropping;
}
