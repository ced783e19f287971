/** The files of a message or note: pictures and players with their room kept, downloads, and those that are on their way. */
import "./files.css";
import { fitted } from "../../../client/files/fit.ts";
import { sizeWords, troubleWords, typeWords } from "../../../client/files/words.ts";
import type { Unsent } from "../../../client/outbox/outbox.ts";
import type { SentFile } from "../../../src/protocol/conversation/file.ts";
import { Icon } from "../../ui/icon.tsx";
import type { OpenFiles } from "./open-files.ts";

const MOST_PX = 300;

function Download({ file, address }: { file: SentFile; address: string | null }) {
	return (
		<a
			class="file"
			{...(address !== null && { href: file.show === "pdf" ? address : `${address}?save` })}
			target="_blank"
			rel="noreferrer"
		>
			<Icon name="file" />
			<span class="fn">
				<bdi>{file.name}</bdi>
				<small>{`${typeWords(file)} · ${sizeWords(file.size)}`}</small>
			</span>
		</a>
	);
}

function Shown({ file, files }: { file: SentFile; files: OpenFiles }) {
	const { addresses } = files;
	const address = addresses.of(file.id);
	if (addresses.gone.has(file.id)) return <Download file={file} address={address} />;
	const room = fitted(file, MOST_PX);
	const small = address !== null && file.thumbnail ? `${address}/thumbnail` : undefined;
	const source = address === null ? {} : { src: address };
	const onError = () => address !== null && addresses.failed(file.id);
	switch (file.show) {
		case "picture":
			return (
				<a class="shot" {...(address !== null && { href: address })} target="_blank" rel="noreferrer">
					<img
						class="full"
						{...(address !== null && { src: small ?? address })}
						alt={file.alt ?? `Picture: ${file.name}`}
						decoding="async"
						onError={onError}
						{...room}
					/>
				</a>
			);
		case "video":
			return (
				// What somebody records for support has no captions.
				// oxlint-disable-next-line jsx-a11y/media-has-caption
				<video
					{...source}
					{...(small !== undefined && { poster: small })}
					controls
					playsInline
					preload={small === undefined ? "metadata" : "none"}
					aria-label={`Video: ${file.name}`}
					onError={onError}
					{...room}
				/>
			);
		case "audio":
			return (
				// oxlint-disable-next-line jsx-a11y/media-has-caption
				<audio {...source} controls preload="none" aria-label={`Recording: ${file.name}`} onError={onError} />
			);
		case "pdf":
		case "download":
			return <Download file={file} address={address} />;
		default:
			return file.show satisfies never;
	}
}

export function MessageFiles({ sent, files }: { sent: readonly SentFile[] | undefined; files: OpenFiles }) {
	if (!sent || sent.length === 0) return null;
	// Read, so that it is drawn again with an address or a failure.
	void files.changes.value;
	return (
		<>
			{sent.map((file) => (
				<div key={file.id} class="f">
					<Shown file={file} files={files} />
				</div>
			))}
		</>
	);
}

export function UnsentFiles({ item, files }: { item: Unsent; files: OpenFiles }) {
	const { sender } = files;
	void files.changes.value;
	if (!item.files || item.files.length === 0 || sender === null) return null;
	return (
		<>
			{item.files.map((file) => {
				const share = sender.shares.get(file.id);
				const trouble = sender.troubles.get(file.id);
				const address = file.type.startsWith("image/") ? sender.address(file.id) : null;
				const percent = Math.floor((share ?? 0) * 100);
				return (
					<div key={file.id} class="f file">
						{address === null ? <Icon name="file" /> : <img class="thumb" src={address} alt="" />}
						<span class="fn">
							<bdi>{file.name}</bdi>
							<small {...(trouble && { role: "alert" })}>
								{trouble
									? troubleWords(trouble)
									: share !== undefined
										? `${percent} % of ${sizeWords(file.size)}`
										: `${sizeWords(file.size)}${sender.unkept.has(file.id) ? " · keep this page open until it is sent" : ""}`}
							</small>
							{share !== undefined && <progress aria-label={file.name} max={100} value={percent} />}
						</span>
						{(!file.done || item.state === "failed") && (
							<button
								type="button"
								class="btn q"
								aria-label={`Don't send ${file.name}`}
								onClick={() => sender.remove(item.id, file.id)}
							>
								<Icon name="cross" small />
							</button>
						)}
					</div>
				);
			})}
		</>
	);
}
