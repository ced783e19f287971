/** The tab's icon with a count: drawn over the mark, and the mark alone where there is nothing to count. */

const SIZE = 64;

const link = (): HTMLLinkElement | null => document.querySelector<HTMLLinkElement>('link[rel="icon"]');
let mark: { href: string; type: string } | null = null;
let drawn = 0;

/** Null where it can't be drawn: a page that is left loads nothing more. */
async function load(href: string): Promise<HTMLImageElement | null> {
	const image = new Image(SIZE, SIZE);
	image.src = href;
	return image.decode().then(
		() => image,
		() => null,
	);
}

/** Never rejects: a tab without its count is no reason to trouble anybody. */
export async function showCount(count: number): Promise<void> {
	const icon = link();
	if (icon === null) return;
	mark ??= { href: icon.href, type: icon.type };
	const turn = ++drawn;
	if (count === 0) {
		icon.type = mark.type;
		icon.href = mark.href;
		return;
	}
	const canvas = new OffscreenCanvas(SIZE, SIZE);
	const pen = canvas.getContext("2d");
	if (pen === null) return;
	const drawing = await load(mark.href);
	if (drawing === null) return;
	pen.drawImage(drawing, 0, 0, SIZE, SIZE);
	pen.fillStyle = "#d92d20";
	pen.beginPath();
	pen.arc(44, 44, 20, 0, 2 * Math.PI);
	pen.fill();
	pen.fillStyle = "#fff";
	pen.font = "bold 28px sans-serif";
	pen.textAlign = "center";
	pen.textBaseline = "middle";
	pen.fillText(count > 9 ? "9+" : `${count}`, 44, 46);
	const reader = new FileReader();
	reader.addEventListener("load", () => {
		// Another count may have been drawn meanwhile.
		if (turn !== drawn || typeof reader.result !== "string") return;
		icon.type = "image/png";
		icon.href = reader.result;
	});
	const picture = await canvas.convertToBlob().catch(() => null);
	if (picture !== null) reader.readAsDataURL(picture);
}
