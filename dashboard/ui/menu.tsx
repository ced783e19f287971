/* oxlint-disable react/no-array-index-key -- the items are listed anew each time a menu opens */
/**
 * A button with a menu. The menu is a native popover, so that it closes on Escape or a click outside and is above
 * everything. Arrow keys, Home, End and first letters move the focus. While closed, it renders no items.
 */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import { keyName } from "./keys.ts";

export type MenuChoice = {
	name: string;
	icon?: IconName;
	/** Set for a choice among several; the current one has a check mark. */
	checked?: boolean;
	/** True: `checked` is the state of a switch, not of a choice. */
	toggles?: boolean;
	danger?: boolean;
	/** The key of the same command, such as "E" or "Mod+K". */
	hint?: string;
	before?: ComponentChildren;
	disabled?: boolean;
	run: () => void;
};

export type MenuItem = "line" | { head: string } | MenuChoice;

type Props = {
	/** The accessible name, and the tooltip of a button without text. */
	label: string;
	class?: string;
	items: () => readonly MenuItem[];
	children: ComponentChildren;
	align?: "start" | "end";
	tabIndex?: number;
	disabled?: boolean;
	titled?: boolean;
	/** Set to the function that opens the menu, for a key. */
	opener?: { current: (() => void) | null };
};

const GAP = 4;
const MARGIN = 8;

/** Places a popover below its button, or above it where there is no room, and within the window. */
export function place(popover: HTMLElement, button: HTMLElement, align: "start" | "end"): void {
	const at = button.getBoundingClientRect();
	const { offsetWidth: width, offsetHeight: height } = popover;
	const left = align === "start" ? at.left : at.right - width;
	const below = at.bottom + GAP + height <= innerHeight - MARGIN || at.top < height;
	popover.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - width - MARGIN))}px`;
	popover.style.top = `${below ? Math.min(at.bottom + GAP, innerHeight - height - MARGIN) : at.top - GAP - height}px`;
}

function move(event: KeyboardEvent, menu: HTMLElement): void {
	const items = [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled)')];
	const at = items.findIndex((item) => item === document.activeElement);
	const to = {
		ArrowDown: (at + 1) % items.length,
		ArrowUp: (at - 1 + items.length) % items.length,
		Home: 0,
		End: items.length - 1,
	}[event.key];
	if (to !== undefined) {
		event.preventDefault();
		items[to]?.focus();
	} else if (event.key === "Tab") {
		menu.hidePopover();
	} else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
		const wanted = event.key.toLocaleLowerCase();
		const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
		after.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(wanted))?.focus();
	}
	event.stopPropagation();
}

export function Menu({
	label,
	items,
	children,
	align = "start",
	tabIndex = 0,
	disabled = false,
	titled = false,
	opener,
	...rest
}: Props) {
	const id = useId();
	const button = useRef<HTMLButtonElement>(null);
	const menu = useRef<HTMLDivElement>(null);
	const [open, setOpen] = useState(false);
	useEffect(() => {
		if (opener) opener.current = () => menu.current?.showPopover();
	}, [opener]);
	const opened = (element: HTMLElement) => {
		if (button.current) place(element, button.current, align);
		const first = element.querySelector<HTMLElement>('[aria-checked="true"], [role^="menuitem"]:not(:disabled)');
		first?.focus();
	};
	return (
		<>
			<button
				type="button"
				ref={button}
				class={rest.class}
				aria-label={label}
				title={titled ? label : undefined}
				aria-haspopup="menu"
				aria-expanded={open}
				aria-controls={open ? id : undefined}
				tabIndex={tabIndex}
				disabled={disabled}
				popovertarget={id}
			>
				{children}
			</button>
			<div
				id={id}
				ref={menu}
				class="menu scroll"
				popover="auto"
				role="menu"
				tabIndex={-1}
				aria-label={label}
				onBeforeToggle={(event) => {
					if (event.newState === "open") setOpen(true);
				}}
				onToggle={(event) => {
					if (event.newState === "open") opened(event.currentTarget);
					// The items are removed only now: the browser returns the focus to the button only from an existing item.
					else setOpen(false);
				}}
				onKeyDown={(event) => move(event, event.currentTarget)}
			>
				{open &&
					items().map((item, index) => {
						if (item === "line") return <hr key={index} />;
						if ("head" in item)
							return (
								<div key={index} class="head" role="presentation">
									{item.head}
								</div>
							);
						return (
							<button
								key={index}
								type="button"
								role={item.checked === undefined ? "menuitem" : item.toggles ? "menuitemcheckbox" : "menuitemradio"}
								aria-checked={item.checked}
								class={item.danger ? "danger" : undefined}
								disabled={item.disabled}
								onClick={() => {
									menu.current?.hidePopover();
									item.run();
								}}
							>
								{item.before}
								{item.icon && <Icon name={item.icon} small />}
								<span dir="auto">{item.name}</span>
								{item.hint !== undefined && <kbd class="end">{keyName(item.hint)}</kbd>}
								{item.checked === true && (
									<span class="end">
										<Icon name="check" small />
									</span>
								)}
							</button>
						);
					})}
			</div>
		</>
	);
}
