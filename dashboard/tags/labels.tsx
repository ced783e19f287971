/** Tags as small coloured labels, in rows and in a thread's header. */
import "./labels.css";
import type { Tag } from "../../src/protocol/tag.ts";
import { tagsOf } from "./tags.ts";

export const TagLabel = ({ tag }: { tag: Tag }) => (
	<span class={`tag-label clip ${tag.colour}`} dir="auto">
		{tag.name}
	</span>
);

/** Those that fit beside something else, and how many more there are. */
export function TagLabels({ ids, most = 2 }: { ids: readonly string[] | undefined; most?: number }) {
	const all = tagsOf(ids);
	if (all.length === 0) return null;
	const names = all.map(({ name }) => name).join(", ");
	return (
		<span class="tag-labels" title={names}>
			{all.slice(0, most).map((tag) => (
				<TagLabel key={tag.id} tag={tag} />
			))}
			{all.length > most && (
				<span class="tag-label grey">
					<span aria-hidden="true">+{all.length - most}</span>
					<span class="said">
						{all
							.slice(most)
							.map(({ name }) => name)
							.join(", ")}
					</span>
				</span>
			)}
		</span>
	);
}
