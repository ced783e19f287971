/** The dashboard's icons, as strokes in the text's colour. They are hidden from screen readers: the control around one has the name. */
const shapes = {
	chat: <path d="M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z" />,
	people: (
		<>
			<circle cx="9" cy="8" r="3.2" />
			<path d="M3 19c.6-3.400 3-5 6-5s5.400 1.600 6 5M16 5.200a3 3 0 0 1 0 5.600M18 14.500c1.800.700 2.700 2.300 3 4.500" />
		</>
	),
	person: (
		<>
			<circle cx="12" cy="8" r="3.600" />
			<path d="M5 20c.700-3.800 3.300-5.600 7-5.600s6.300 1.800 7 5.600" />
		</>
	),
	book: <path d="M4 5.500C4 4.700 4.700 4 5.500 4H20v14H6a2 2 0 0 0-2 2V5.500ZM6 18h14v3H6" />,
	thumb: (
		<path d="M7 11v9H4v-9zM7 11l4-8c1.500 0 2.500 1 2.500 2.500V9H19a1.800 1.800 0 0 1 1.800 2.200l-1.500 7A2.200 2.200 0 0 1 17.200 20H7" />
	),
	thumbDown: (
		<path d="M7 13V4H4v9zM7 13l4 8c1.500 0 2.500-1 2.500-2.500V15H19a1.800 1.800 0 0 0 1.800-2.200l-1.500-7A2.200 2.200 0 0 0 17.200 4H7" />
	),
	chart: <path d="M4 20h16M7 20v-7M12 20V5M17 20V10" />,
	gear: (
		<>
			<circle cx="12" cy="12" r="3" />
			<path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.600 5.600l2.100 2.100M16.300 16.300l2.100 2.100M18.400 5.600l-2.100 2.100M7.700 16.300l-2.100 2.100" />
		</>
	),
	sun: (
		<>
			<circle cx="12" cy="12" r="4" />
			<path d="M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M18.700 5.300l-1.400 1.400M6.700 17.300l-1.400 1.400" />
		</>
	),
	moon: <path d="M20 14.500A8.200 8.200 0 0 1 9.500 4 8.200 8.200 0 1 0 20 14.500Z" />,
	screen: <path d="M4 5h16v11H4zM9 20h6M12 16v4" />,
	keyboard: <path d="M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8" />,
	smile: (
		<>
			<circle cx="12" cy="12" r="8.500" />
			<path d="M8.500 14c.800 1.500 2 2.200 3.500 2.200s2.700-.700 3.500-2.200M9 9.500h.01M15 9.500h.01" />
		</>
	),
	dot: <circle cx="12" cy="12" r="5" fill="currentColor" />,
	down: <path d="m6 9 6 6 6-6" />,
	back: <path d="m14 6-6 6 6 6" />,
	clip: (
		<path d="M20 11.500l-8.300 8.300a5.500 5.500 0 0 1-7.800-7.800l8.800-8.800a3.700 3.700 0 0 1 5.200 5.200l-8.800 8.800a1.800 1.800 0 0 1-2.600-2.600l7.800-7.800" />
	),
	check: <path d="m5 12 5 5 9-10" />,
	cross: <path d="m6 6 12 12M18 6 6 18" />,
	plus: <path d="M12 5v14M5 12h14" />,
	more: <path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />,
	clock: (
		<>
			<circle cx="12" cy="12" r="8.500" />
			<path d="M12 7.500V12l3 2" />
		</>
	),
	search: (
		<>
			<circle cx="11" cy="11" r="6" />
			<path d="m20 20-4.500-4.500" />
		</>
	),
	bolt: <path d="M13 3 5 14h6l-1 7 8-11h-6l1-7Z" />,
	ban: (
		<>
			<circle cx="12" cy="12" r="8.500" />
			<path d="m6 6 12 12" />
		</>
	),
	out: <path d="M14 4H6v16h8M11 12h10M17.500 8.500 21 12l-3.500 3.500" />,
	panel: <path d="M4 5h16v14H4zM15 5v14" />,
	copy: <path d="M9 9h11v11H9zM5 15H4V4h11v1" />,
	trash: <path d="M4 7h16M9 7V4h6v3M6.500 7l1 13h9l1-13M10.500 11v5.500M13.500 11v5.500" />,
	inbox: <path d="M4 13 6.500 5h11L20 13v6H4v-6Zm0 0h5l1.500 2.500h3L15 13h5" />,
	alert: (
		<>
			<circle cx="12" cy="12" r="8.500" />
			<path d="M12 7.500v5M12 16h.01" />
		</>
	),
	arrow: <path d="M12 5v14M6 13l6 6 6-6" />,
	globe: (
		<>
			<circle cx="12" cy="12" r="8.500" />
			<path d="M3.500 12h17M12 3.500c3 2.600 4 5.300 4 8.500s-1 5.900-4 8.500c-3-2.600-4-5.300-4-8.500s1-5.900 4-8.500Z" />
		</>
	),
	spark: <path d="m12 4 1.800 5.200L19 11l-5.200 1.800L12 18l-1.800-5.200L5 11l5.200-1.800L12 4Z" />,
	tag: <path d="M4 4h8.500l7.500 7.500-8.500 8.500L4 12.500V4ZM8.500 8.500h.01" />,
	file: <path d="M7 3.500h7l4 4V20.500H7zM14 3.500v4h4" />,
};

export type IconName = keyof typeof shapes;

export const Icon = ({ name, small = false }: { name: IconName; small?: boolean }) => (
	<svg class={small ? "i s" : "i"} viewBox="0 0 24 24" aria-hidden="true">
		{shapes[name]}
	</svg>
);
