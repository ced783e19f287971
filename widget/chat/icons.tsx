/** Line icons in the launcher's style. They are hidden from screen readers, so each needs an element with a name around it. */
const paths = {
	close: "M6 6l12 12M18 6 6 18",
	menu: "M5 12h.01M12 12h.01M19 12h.01",
	send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
	source: "M7 3h7l4 4v14H7zM14 3v4h4",
	down: "M12 5v14M18.5 12.5 12 19l-6.5-6.5",
};

export const Icon = ({ name, size = 20 }: { name: keyof typeof paths; size?: number }) => (
	<svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
		<path d={paths[name]} />
	</svg>
);
