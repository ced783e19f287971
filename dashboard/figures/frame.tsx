/** The frame of the figures' pages: heading, tabs, and the switch for how far back they look. */
import styles from "./figures.module.css";
import type { ComponentChildren } from "preact";
import { FIGURE_DAYS } from "../../src/protocol/figures/days.ts";
import { type PageTab, PageTabs } from "../shell/page-tabs.tsx";
import { scrollable } from "../ui/scrollable.ts";

const tabs: readonly PageTab[] = [
	{ href: "/figures", name: "Overview" },
	{ href: "/figures/confidence", name: "Confidence" },
];

type Props = { days: number; onDays: (days: number) => void; children: ComponentChildren };

export const FiguresFrame = ({ days, onDays, children }: Props) => (
	<main class="page">
		<div class="bar">
			<PageTabs title="Figures" tabs={tabs} />
			<span class="rest" />
			<div class="switch" role="group" aria-label="How far back">
				{FIGURE_DAYS.map((one) => (
					<button key={one} type="button" aria-pressed={days === one} onClick={() => onDays(one)}>
						{one} <span class={styles["unit"]}>days</span>
					</button>
				))}
			</div>
		</div>
		<div class={`${styles["page"]} scroll`} {...scrollable}>
			{children}
		</div>
	</main>
);
