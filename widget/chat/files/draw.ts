/** Draws files with the chat's `h`: those of messages, those on their way, and those being chosen. It holds no state. */
import type { ComponentChild, h as Draw } from "preact";
import type { FileChoice } from "../../../client/files/choose.ts";
import { sizeWords, troubleWords, typeWords, refusedWords } from "../../../client/files/words.ts";
import { fitted } from "../../../client/files/fit.ts";
import type { FileSender } from "../../../client/files/sender.ts";
import type { Unsent, UnsentFile } from "../../../client/outbox/outbox.ts";
import type { SentFile } from "../../../src/protocol/conversation/file.ts";
import type { Addresses } from "../../../client/files/addresses.ts";

const MOST_PX = 236;

export type ChosenView = {
	files: UnsentFile[];
	refused: FileChoice["refused"];
	sender: FileSender;
	camera: (() => void) | null;
	remove(id: string): void;
};

const ICON = "M7 3h7l4 4v14H7zM14 3v4h4";
const CROSS = "M7 7l10 10M17 7 7 17";
const CAMERA = "M4 8h3l2-3h6l2 3h3v11H4zM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z";

export function drawings(h: typeof Draw) {
	const svg = (d: string, size: number) =>
		h("svg", { viewBox: "0 0 24 24", width: size, height: size, "aria-hidden": true }, h("path", { d, fill: "none" }));
	const cross = (label: string, onClick: () => void) =>
		h("button", { type: "button", class: "x", "aria-label": label, title: label, onClick }, svg(CROSS, 16));

	const card = (file: Pick<SentFile, "name" | "type" | "size">, more: ComponentChild) => [
		svg(ICON, 18),
		h("span", { class: "fn" }, h("bdi", null, file.name), h("small", null, more)),
	];
	const link = (file: SentFile, address: string | null) =>
		h(
			"a",
			{
				class: "fc",
				href: address && (file.show === "pdf" ? address : `${address}?save`),
				target: "_blank",
				rel: "noreferrer",
			},
			card(file, `${typeWords(file)} · ${sizeWords(file.size)}`),
		);

	function media(file: SentFile, addresses: Addresses): ComponentChild {
		const address = addresses.of(file.id);
		const box = fitted(file, MOST_PX);
		const small = address && file.thumbnail ? `${address}/thumbnail` : null;
		const onError = () => addresses.failed(file.id);
		switch (file.show) {
			case "picture":
				return h(
					"a",
					{ class: "fp", href: address, target: "_blank", rel: "noreferrer" },
					h("img", {
						src: small ?? address ?? undefined,
						alt: file.alt ?? `Picture: ${file.name}`,
						decoding: "async",
						onError,
						...box,
					}),
				);
			case "video":
				return h("video", {
					src: address ?? undefined,
					poster: small ?? undefined,
					controls: true,
					playsInline: true,
					preload: small ? "none" : "metadata",
					"aria-label": `Video: ${file.name}`,
					onError,
					...box,
				});
			case "audio":
				return h("audio", {
					src: address ?? undefined,
					controls: true,
					preload: "none",
					"aria-label": `Recording: ${file.name}`,
					onError,
				});
			default:
				return link(file, address);
		}
	}

	const preview = (file: UnsentFile, sender: FileSender) => {
		const address = file.type.startsWith("image/") ? sender.address(file.id) : null;
		return address ? h("img", { class: "ft", src: address, alt: "" }) : svg(ICON, 18);
	};

	return {
		sent: (files: readonly SentFile[], addresses: Addresses): ComponentChild =>
			files.map((file) =>
				h(
					"div",
					{ key: file.id, class: "f" },
					addresses.gone.has(file.id) ? link(file, addresses.of(file.id)) : media(file, addresses),
				),
			),

		unsent: ({ files = [], state }: Unsent, sender: FileSender, remove: (id: string) => void): ComponentChild =>
			files.map((file) => {
				const share = sender.shares.get(file.id);
				const trouble = sender.troubles.get(file.id);
				const percent = Math.floor((share ?? 0) * 100);
				const says = trouble
					? troubleWords(trouble)
					: file.done
						? sizeWords(file.size)
						: share === undefined
							? `${sizeWords(file.size)}${sender.unkept.has(file.id) ? " · keep this page open until it is sent" : ""}`
							: `${percent} % of ${sizeWords(file.size)}`;
				return h("div", { key: file.id, class: "f fc" }, [
					preview(file, sender),
					h("span", { class: "fn" }, [
						h("bdi", null, file.name),
						h("small", trouble ? { role: "alert" } : null, says),
						share !== undefined &&
							h(
								"i",
								{ class: "bar", role: "progressbar", "aria-label": file.name, "aria-valuenow": percent },
								h("i", { style: { width: `${percent}%` } }),
							),
					]),
					(!file.done || state === "failed") && cross(`Don't send ${file.name}`, () => remove(file.id)),
				]);
			}),

		chosen: ({ files, refused, sender, camera, remove }: ChosenView): ComponentChild => [
			camera &&
				h(
					"button",
					{ type: "button", class: "icon", "aria-label": "Take a photo", title: "Take a photo", onClick: camera },
					svg(CAMERA, 22),
				),
			(files.length > 0 || refused.length > 0) &&
				h("div", { class: "chips" }, [
					files.map((file) =>
						h("div", { key: file.id, class: "f fc" }, [
							preview(file, sender),
							h("span", { class: "fn" }, h("bdi", null, file.name), h("small", null, sizeWords(file.size))),
							cross(`Remove ${file.name}`, () => remove(file.id)),
						]),
					),
					refused.map((file) =>
						h("p", { key: file.name, class: "problem", role: "alert", dir: "auto" }, refusedWords(file)),
					),
				]),
		],
	};
}
