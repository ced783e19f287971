/** The frame of the figures' pages: heading, tabs, and the switch for how far back they look. */
import styles from "./figures.module.css";
import type { ComponentChildren } from "preact";
import { FIGURE_DAYS } from "../../src/protocol/figures/days.ts";
import { type PageTab, PageTabs } from "../shell/page-tabs.tsx";
import { can } from "../shell/session.ts";
import { scrollable } from "../ui/scrollable.ts";

/** Those that the member's role may see. */
const tabs = (): PageTab[] => [
	...(can("read_figures")
		? [
				{ href: "/figures", name: "Overview" },
				{ href: "/figures/confidence", name: "Confidence" },
			]
		: []),
	...(can("converse") ? [{ href: can("read_figures") ? "/figures/own" : "/figures", name: "Mine" }] : []),
];

type Props = { days: number; onDays: (days: number) => void; children: ComponentChildren };

export const FiguresFrame = ({ days, onDays, children }: Props) => (
	<main class="page">
		<div class="bar">
			<PageTabs title="Figures" tabs={tabs()} />
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
