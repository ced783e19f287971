/* oxlint-disable react/no-array-index-key -- a text's nodes have no identity but their place */
import "./markdown.css";
/** Renders the safe subset of Markdown as Preact nodes. It never inserts HTML. */
import type { ComponentChildren } from "preact";
import { type Inline, parseMarkdown } from "../../../src/protocol/markdown.ts";
import { scrollable } from "../../ui/scrollable.ts";

function inline(nodes: Inline[]): ComponentChildren {
	return nodes.map((node, index) => {
		switch (node.type) {
			case "text":
				return node.text;
			case "break":
				return <br key={index} />;
			case "code":
				return <code key={index}>{node.text}</code>;
			case "bold":
				return <strong key={index}>{inline(node.children)}</strong>;
			case "italic":
				return <em key={index}>{inline(node.children)}</em>;
			case "link":
				return (
					<a key={index} class="link" href={node.url} target="_blank" rel="noopener noreferrer nofollow">
						{inline(node.children)}
					</a>
				);
		}
	});
}

export const Markdown = ({ text }: { text: string }) => (
	<div class="md" dir="auto">
		{parseMarkdown(text).map((block, index) => {
			switch (block.type) {
				case "paragraph":
					return <p key={index}>{inline(block.children)}</p>;
				case "code":
					return (
						<pre key={index} {...scrollable} class="scroll">
							{block.text}
						</pre>
					);
				case "list": {
					const items = block.items.map((item, at) => <li key={at}>{inline(item)}</li>);
					return block.ordered ? (
						<ol key={index} start={block.start}>
							{items}
						</ol>
					) : (
						<ul key={index}>{items}</ul>
					);
				}
			}
		})}
	</div>
);
