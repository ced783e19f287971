/**
 * The page that shows an article or question to a visitor who opens a citation. hono/html escapes every text, and Markdown is
 * rendered in the subset of messages (protocol/markdown.ts), so no text can become markup.
 */
import { html } from "hono/html";
import { type MarkdownBlock, type Inline, parseMarkdown, withoutOverrides } from "../../protocol/markdown.ts";

type Html = ReturnType<typeof html>;

const inline = (nodes: Inline[]): Html[] =>
	nodes.map((node) => {
		switch (node.type) {
			case "text":
				return html`${node.text}`;
			case "break":
				return html`<br />`;
			case "code":
				return html`<code>${node.text}</code>`;
			case "bold":
				return html`<strong>${inline(node.children)}</strong>`;
			case "italic":
				return html`<em>${inline(node.children)}</em>`;
			case "link":
				return html`<a href="${node.url}" rel="noopener noreferrer nofollow">${inline(node.children)}</a>`;
			default:
				return node satisfies never;
		}
	});

const cellOf = (cell: Inline[], isHeader: boolean): Html =>
	isHeader ? html`<th scope="col" dir="auto">${inline(cell)}</th>` : html`<td dir="auto">${inline(cell)}</td>`;

const block = (part: MarkdownBlock): Html => {
	if (part.type === "paragraph") return html`<p dir="auto">${inline(part.children)}</p>`;
	if (part.type === "code") return html`<pre dir="ltr">${part.text}</pre>`;
	if (part.type === "table")
		return html`<div class="table">
			<table>
				${part.rows.map(
					(cells, at) =>
						html`<tr>
							${cells.map((cell) => cellOf(cell, at === 0))}
						</tr>`,
				)}
			</table>
		</div>`;
	const items = part.items.map((item) => html`<li dir="auto">${inline(item)}</li>`);
	return part.ordered
		? html`<ol start="${part.start}">
				${items}
			</ol>`
		: html`<ul>
				${items}
			</ul>`;
};

/** The colours of the chat, light and dark. */
const STYLE = `:root{color-scheme:light dark}body{max-width:68ch;margin:0 auto;padding:32px 20px 64px;font:16px/1.6 system-ui,sans-serif;
color:light-dark(#1d1d22,#ececf1);background:light-dark(#fff,#17171b);overflow-wrap:anywhere}h1{font-size:24px;line-height:1.25;margin:4px 0 20px}
small{color:light-dark(#63636e,#a0a0ab)}a{color:light-dark(#4338ca,#a5b4fc)}pre,.table{overflow-x:auto}table{border-collapse:collapse}
td,th{padding:4px 12px 4px 0;border-bottom:1px solid light-dark(#e2e2e8,#33333b);text-align:start;vertical-align:top}code,pre{font:.92em ui-monospace,monospace}`;

/** `nonce`: of the page's Content-Security-Policy. */
export const sourcePage = (source: { title: string; text: string; company: string }, nonce: string): Html => {
	const title = withoutOverrides(source.title);
	return html`<!doctype html>
		<html>
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="robots" content="noindex" />
				<title>${title} · ${source.company}</title>
				<style nonce="${nonce}">
					${STYLE}
				</style>
			</head>
			<body>
				<main>
					<small dir="auto">${source.company}</small>
					<h1 dir="auto">${title}</h1>
					${parseMarkdown(source.text).map(block)}
				</main>
			</body>
		</html>`;
};
