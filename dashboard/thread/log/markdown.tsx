/* oxlint-disable react/no-array-index-key -- a text's nodes have no identity but their place */
import "./markdown.css";
/** Renders the safe subset of Markdown as Preact nodes. It never inserts HTML. */
import type { ComponentChildren } from "preact";
import type { Teammate } from "../../../src/protocol/conversation/entry.ts";
import { mentionParts } from "../../../src/protocol/conversation/mentions.ts";
import { type Inline, parseMarkdown } from "../../../src/protocol/markdown.ts";
import { myId } from "../../shell/session.ts";
import { scrollable } from "../../ui/scrollable.ts";

type Mentions = readonly Teammate[] | undefined;

const plain = (text: string, mentions: Mentions): ComponentChildren =>
	mentions === undefined
		? text
		: mentionParts(text, mentions).map((part, index) =>
				part.named.length === 0 ? (
					part.text
				) : (
					<span key={index} class={part.named.some(({ id }) => id === myId.value) ? "mention me" : "mention"}>
						{part.text}
					</span>
				),
			);

function inline(nodes: Inline[], mentions: Mentions): ComponentChildren {
	return nodes.map((node, index) => {
		switch (node.type) {
			case "text":
				return plain(node.text, mentions);
			case "break":
				return <br key={index} />;
			case "code":
				return <code key={index}>{node.text}</code>;
			case "bold":
				return <strong key={index}>{inline(node.children, mentions)}</strong>;
			case "italic":
				return <em key={index}>{inline(node.children, mentions)}</em>;
			case "link":
				return (
					<a key={index} class="link" href={node.url} target="_blank" rel="noopener noreferrer nofollow">
						{inline(node.children, mentions)}
					</a>
				);
		}
	});
}

const Table = ({ rows: [header, ...rows], mentions }: { rows: Inline[][][]; mentions: Mentions }) => (
	<div class="scroll cells" {...scrollable}>
		<table>
			<thead>
				<tr>
					{header?.map((cell, index) => (
						<th key={index} scope="col" dir="auto">
							{inline(cell, mentions)}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map((cells, at) => (
					<tr key={at}>
						{cells.map((cell, index) => (
							<td key={index} dir="auto">
								{inline(cell, mentions)}
							</td>
						))}
					</tr>
				))}
			</tbody>
		</table>
	</div>
);

/** `mentions`: whom a note names; each is drawn as a label. */
export const Markdown = ({ text, mentions }: { text: string; mentions?: Mentions }) => (
	<div class="md" dir="auto">
		{parseMarkdown(text).map((block, index) => {
			switch (block.type) {
				case "paragraph":
					return <p key={index}>{inline(block.children, mentions)}</p>;
				case "code":
					return (
						<pre key={index} {...scrollable} class="scroll">
							{block.text}
						</pre>
					);
				case "table":
					return <Table key={index} rows={block.rows} mentions={mentions} />;
				case "list": {
					const items = block.items.map((item, at) => <li key={at}>{inline(item, mentions)}</li>);
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
