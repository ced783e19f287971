/** Renders a message's Markdown as Preact nodes. It never inserts HTML. */
import { type ComponentChildren, h } from "preact";
import { type Inline, parseMarkdown } from "../../src/protocol/markdown.ts";

const tags = { bold: "strong", italic: "em" };

const draw = (nodes: Inline[]): ComponentChildren[] =>
	nodes.map((node) => {
		switch (node.type) {
			case "text":
				return node.text;
			case "break":
				return h("br", null);
			case "code":
				return h("code", null, node.text);
			case "link":
				return h("a", { href: node.url, target: "_blank", rel: "noreferrer nofollow" }, draw(node.children));
			default:
				return h(tags[node.type], null, draw(node.children));
		}
	});

const row = (cells: Inline[][], at: number) =>
	h(
		"tr",
		null,
		cells.map((cell) => h(at ? "td" : "th", { dir: "auto" }, draw(cell))),
	);

export const Markdown = ({ text }: { text: string }) =>
	parseMarkdown(text).map((block) => {
		if (block.type === "paragraph") return h("p", { dir: "auto" }, draw(block.children));
		if (block.type === "code") return h("pre", { dir: "ltr" }, block.text);
		if (block.type === "table") return h("div", { class: "t" }, h("table", null, block.rows.map(row)));
		const items = block.items.map((item) => h("li", { dir: "auto" }, draw(item)));
		return block.ordered ? h("ol", { start: block.start }, items) : h("ul", null, items);
	});
