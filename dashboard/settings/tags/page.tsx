/** The settings' page of the workspace's tags: their names and colours, and removing one. For owners and admins. */
import "../settings.css";
import "./tags.css";
import { useSignal } from "@preact/signals";
import { MAX_TAG_NAME, type Tag, TagColour } from "../../../src/protocol/tag.ts";
import { changeTag, makeTag, removeTag, tags, tagUse } from "../../tags/tags.ts";
import { TagLabel } from "../../tags/labels.tsx";
import type { Answer } from "../../api.ts";
import { useTitle } from "../../shell/title.ts";
import { confirm } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Menu } from "../../ui/menu.tsx";
import { tell, warn } from "../../ui/toast.tsx";
import { Section } from "../section.tsx";
import { SettingsFrame } from "../tabs.tsx";

const colourNames: Record<TagColour, string> = {
	grey: "Grey",
	red: "Red",
	orange: "Orange",
	yellow: "Yellow",
	green: "Green",
	teal: "Teal",
	blue: "Blue",
	purple: "Purple",
};

/** Says that a change was saved, or why not. True: it was. */
function said<T>(answer: Answer<T>, done: string): boolean {
	if (answer.ok) tell(done);
	else warn(answer.failure.message);
	return answer.ok;
}

function TagRow({ tag }: { tag: Tag }) {
	const name = useSignal(tag.name);
	const rename = async () => {
		const next = name.value.trim();
		if (next === "" || next === tag.name) name.value = tag.name;
		else if (!said(await changeTag(tag.id, { name: next }), "Renamed")) name.value = tag.name;
	};
	const remove = async () => {
		const use = await tagUse(tag.id);
		if (!use.ok) return warn(use.failure.message);
		const { conversations: n } = use.value;
		const text =
			n === 0
				? "No conversation carries it."
				: `${n === 1 ? "1 conversation carries" : `${n.toLocaleString()} conversations carry`} it, and will no more.`;
		const sure = await confirm({ title: `Remove the tag ${tag.name}?`, text, yes: "Remove", danger: true });
		if (sure) said(await removeTag(tag.id), `${tag.name} is removed`);
	};
	return (
		<li class="tag-row">
			<TagLabel tag={tag} />
			<input
				class="input"
				aria-label={`Name of ${tag.name}`}
				dir="auto"
				maxLength={MAX_TAG_NAME}
				value={name.value}
				onInput={(event) => {
					name.value = event.currentTarget.value;
				}}
				onKeyDown={(event) => {
					if (event.key === "Enter") event.currentTarget.blur();
				}}
				onBlur={() => void rename()}
			/>
			<Menu
				label={`Colour of ${tag.name}: ${colourNames[tag.colour]}`}
				class="btn"
				items={() =>
					TagColour.options.map((colour) => ({
						name: colourNames[colour],
						checked: colour === tag.colour,
						before: <span class={`tag-label ${colour}`}>Aa</span>,
						run: async () => void said(await changeTag(tag.id, { colour }), "Saved"),
					}))
				}
			>
				{colourNames[tag.colour]}
				<Icon name="down" small />
			</Menu>
			<button type="button" class="btn q" aria-label={`Remove ${tag.name}`} onClick={() => void remove()}>
				<Icon name="trash" small />
			</button>
		</li>
	);
}

function NewTagForm() {
	const name = useSignal("");
	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		const wanted = name.value.trim();
		if (wanted !== "" && said(await makeTag({ name: wanted }), `${wanted} is made`)) name.value = "";
	};
	return (
		<form class="new-tag" onSubmit={submit}>
			<Field label="A new tag">
				{(attributes) => (
					<input
						{...attributes}
						class="input"
						dir="auto"
						maxLength={MAX_TAG_NAME}
						value={name.value}
						onInput={(event) => {
							name.value = event.currentTarget.value;
						}}
					/>
				)}
			</Field>
			<button type="submit" class="btn">
				Make it
			</button>
		</form>
	);
}

export function TagsPage() {
	useTitle("Tags");
	return (
		<SettingsFrame>
			<div class="settings-in scroll">
				<div class="sections">
					<Section
						title="Tags"
						text="Labels of conversations, to find them by. Whoever replies puts them on, by the key L in a thread, and makes new ones there."
					>
						<ul class="tag-rows">
							{tags.value.map((tag) => (
								<TagRow key={`${tag.id}.${tag.name}`} tag={tag} />
							))}
						</ul>
						{tags.value.length === 0 && <p class="quiet">There are none yet.</p>}
						<NewTagForm />
					</Section>
				</div>
			</div>
		</SettingsFrame>
	);
}
