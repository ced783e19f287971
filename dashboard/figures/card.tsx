/** A figure with its name and what it means: an entry of a description list. */
import styles from "./figures.module.css";
import type { ComponentChildren } from "preact";

type Props = { name: string; value: string; children?: ComponentChildren };

export const Card = ({ name, value, children }: Props) => (
	<div class={styles["card"]}>
		<dt>{name}</dt>
		<dd>
			<b>{value}</b>
			<span class="quiet">{children}</span>
		</dd>
	</div>
);
