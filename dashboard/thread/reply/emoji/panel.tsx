/** All emoji, by kind and by name (emoji-picker-element). Its names are a file of ours, which the browser keeps. */
import "./panel.css";
import names from "emoji-picker-element-data/en/emojibase/data.json?url";
import { Picker } from "emoji-picker-element";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

type Props = {
	/** The panel has its size. */
	onReady(): void;
	onChosen(emoji: string): void;
	onClose(): void;
};

export function EmojiPanel({ onReady, onChosen }: Props) {
	const box = useRef<HTMLDivElement>(null);
	const chosen = useRef(onChosen);
	useEffect(() => void (chosen.current = onChosen));
	useLayoutEffect(() => {
		const picker = new Picker({ dataSource: names });
		picker.addEventListener("emoji-click", ({ detail }) => {
			if (detail.unicode !== undefined) chosen.current(detail.unicode);
		});
		// Letters are for the search field, which isn't to be seen from outside, and no command's keys.
		picker.addEventListener("keydown", (event) => event.stopPropagation());
		box.current?.append(picker);
		onReady();
		const focus = requestAnimationFrame(() => picker.shadowRoot?.querySelector<HTMLElement>("input")?.focus());
		return () => {
			cancelAnimationFrame(focus);
			picker.remove();
		};
	}, []);
	return <div ref={box} />;
}
