/** The set-up page of a fresh deployment: creates the workspace and its first owner, who proves with the set-up code that they deployed it. */
import "./sign-in.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import * as v from "valibot";
import { SetupRequest } from "../../src/protocol/workspace.ts";
import { setUp } from "../api.ts";
import { enter } from "../shell/session.ts";
import { useTitle } from "../shell/title.ts";
import { Failure, Field, focusWrong } from "../ui/field.tsx";

type Input = {
	name: "code" | "workspace" | "site" | "name" | "email" | "password";
	label: string;
	hint?: string;
	mode?: "email" | "url";
	autocomplete: string;
};

const inputs: Input[] = [
	{
		name: "code",
		label: "Set-up code",
		hint: "The deploy command printed it.",
		autocomplete: "one-time-code",
	},
	{
		name: "workspace",
		label: "Name of the workspace",
		hint: "Visitors see it at the top of the chat.",
		autocomplete: "organization",
	},
	{
		name: "site",
		label: "Your site",
		hint: "Such as https://shop.example. More can follow.",
		mode: "url",
		autocomplete: "url",
	},
	{ name: "name", label: "Your name", hint: "Visitors see it when you reply.", autocomplete: "name" },
	{ name: "email", label: "Your e-mail", mode: "email", autocomplete: "username" },
	{ name: "password", label: "Password", hint: "At least 10 characters.", autocomplete: "new-password" },
];

/** An address with a scheme: "shop.example" means https. */
const withScheme = (site: string): string => (site === "" || /^https?:\/\//.test(site) ? site : `https://${site}`);

export function SetUp() {
	useTitle("Set up");
	const busy = useSignal(false);
	const failure = useSignal<string | null>(null);
	const wrong = useSignal<Record<string, string>>({});
	const form = useRef<HTMLFormElement>(null);

	const submit = async (event: SubmitEvent) => {
		event.preventDefault();
		if (form.current === null || busy.value) return;
		const data = Object.fromEntries(new FormData(form.current));
		const parsed = v.safeParse(SetupRequest, { ...data, site: withScheme(`${data["site"] ?? ""}`.trim()) });
		failure.value = null;
		wrong.value = {};
		if (!parsed.success) {
			for (const issue of parsed.issues) {
				const key = v.getDotPath(issue);
				if (key !== null && wrong.value[key] === undefined) wrong.value = { ...wrong.value, [key]: issue.message };
			}
			return focusWrong();
		}
		busy.value = true;
		const answer = await setUp(parsed.output);
		if (answer.ok) await enter();
		else {
			wrong.value = answer.failure.fields;
			if (Object.keys(answer.failure.fields).length === 0) failure.value = answer.failure.message;
			focusWrong();
		}
		busy.value = false;
	};

	return (
		<main class="door scroll">
			<form ref={form} class="card" onSubmit={submit} noValidate>
				<div class="head">
					<span class="mark" aria-hidden="true">
						p
					</span>
					<h1>Set up Parley</h1>
					<p class="quiet">You become the owner of this workspace.</p>
				</div>
				{inputs.map(({ name, label, hint, mode, autocomplete }) => (
					<Field key={name} steady label={label} hint={hint} wrong={wrong.value[name]}>
						{(attributes) => {
							const shared = { ...attributes, class: "input", name, autocomplete, required: name !== "site" };
							return name === "password" ? (
								<input {...shared} type="password" />
							) : (
								<input
									{...shared}
									type="text"
									inputMode={mode}
									spellcheck={false}
									autocapitalize={mode !== undefined || name === "code" ? "none" : "words"}
								/>
							);
						}}
					</Field>
				))}
				<Failure text={failure.value} />
				<button type="submit" class="btn p wide" aria-disabled={busy.value}>
					{busy.value ? "Setting up" : "Create the workspace"}
				</button>
			</form>
		</main>
	);
}
