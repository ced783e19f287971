/** The first run: what a new team does next, ticked off as it is done. It stands where the first conversations will be. */
import styles from "./first-run.module.css";
import { useEffect } from "preact/hooks";
import { TagLine } from "../settings/install.tsx";
import { me } from "../shell/session.ts";
import { Icon } from "../ui/icon.tsx";
import { hide, isHidden } from "./hidden.ts";
import { doneOf, type Step } from "./steps.ts";
import { useSteps } from "./use-steps.ts";

function StepLine({ step: { id, title, text, link, done }, isNext }: { step: Step; isNext: boolean }) {
	const key = me.value?.workspace.publicKey;
	return (
		<li class={styles["step"]} data-done={done === true} aria-current={isNext ? "step" : undefined}>
			<span class={styles["tick"]}>
				{done && <Icon name="check" small />}
				<span class="said">{done ? "Done: " : "To do: "}</span>
			</span>
			<span class={styles["what"]}>
				<b>{title}</b>
				<span>{text}</span>
				{id === "site" && done === false && key !== undefined && <TagLine publicKey={key} />}
			</span>
			{link && (
				<a class={isNext ? "btn p" : "btn"} href={link.href}>
					{link.name}
				</a>
			)}
		</li>
	);
}

/** `heading`: its level, by where it stands. */
export function Checklist({ heading: Heading }: { heading: "h1" | "h2" }) {
	const steps = useSteps();
	const next = steps.find(({ done }) => done === false)?.id;
	const done = doneOf(steps);
	const isAll = done === steps.length;
	useEffect(() => {
		if (isAll) hide();
	}, [isAll]);
	return (
		<section class={styles["first"]} aria-labelledby="first-run">
			<Heading id="first-run">{isAll ? "All set" : "Set up your chat"}</Heading>
			<p role="status">
				{done} of {steps.length} done
			</p>
			<progress class={styles["bar"]} max={steps.length} value={done} aria-hidden="true" />
			<ol>
				{steps.map((step) => (
					<StepLine key={step.id} step={step} isNext={step.id === next} />
				))}
			</ol>
			{!isAll && !isHidden.value && (
				<button type="button" class="link" onClick={hide}>
					Don't remind me
				</button>
			)}
		</section>
	);
}
