/** The workspace's tags in the dashboard: loaded with each connection to the Inbox and after each change, by whomever. */
import { computed, signal } from "@preact/signals";
import { MadeTag, type NewTag, type Tag, type TagChange, Tags, TagUse } from "../../src/protocol/tag.ts";
import { type Answer, call } from "../api.ts";

export const tags = signal<readonly Tag[]>([]);

const byId = computed(() => new Map(tags.value.map((tag) => [tag.id, tag])));

/** The tags of these ids. One that isn't known was removed, and is left out. */
export const tagsOf = (ids: readonly string[] | undefined): Tag[] =>
	(ids ?? []).flatMap((id) => byId.value.get(id) ?? []);

const take = (answer: Answer<{ tags: Tag[] }>): Answer<{ tags: Tag[] }> => {
	if (answer.ok) tags.value = answer.value.tags;
	return answer;
};

/** A failure keeps the tags that are known: the next connection loads them again. */
export const loadTags = async (): Promise<void> => void take(await call("/tags", { schema: Tags }));

const path = (id: string): string => `/tags/${encodeURIComponent(id)}`;

export async function makeTag(body: NewTag): Promise<Answer<{ tag: Tag }>> {
	const answer = await call("/tags", { method: "POST", body, schema: MadeTag });
	if (answer.ok && !byId.peek().has(answer.value.tag.id)) tags.value = [...tags.peek(), answer.value.tag];
	return answer;
}

export const changeTag = async (id: string, body: TagChange) =>
	take(await call(path(id), { method: "PATCH", body, schema: Tags }));
export const removeTag = async (id: string) => take(await call(path(id), { method: "DELETE", schema: Tags }));
export const tagUse = (id: string) => call(`${path(id)}/use`, { schema: TagUse });
