/**
 * The chat's window: header with its menu, the conversation, the box to write in. Escape and the cross minimise it.
 * Here as everywhere in the chat, classes hold what little state there is: hooks would cost 1.4 KB more.
 */
import { Component, createRef } from "preact";
import { Composer } from "./composer.tsx";
import { Feed } from "./feed.tsx";
import { Icon } from "./icons.tsx";
import { Menu } from "./menu.tsx";
import type { ChatSession } from "./session/session.ts";
import { availability } from "./labels.ts";

type PanelProps = { session: ChatSession; name: string; open: boolean; onClose(): void };

export class Panel extends Component<PanelProps> {
	#dialog = createRef<HTMLDialogElement>();

	override componentDidUpdate(before: PanelProps) {
		const { open } = this.props;
		const dialog = this.#dialog.current;
		if (before.open === open || !dialog) return;
		if (!open) dialog.close();
		// On a phone it covers the page, so nothing under it may be reached.
		else if (matchMedia("(max-width:480px)").matches) dialog.showModal();
		else dialog.show();
		for (const type of ["resize", "scroll"])
			visualViewport?.[open ? "addEventListener" : "removeEventListener"](type, this.#fit);
		this.#fit();
		// On a touch screen the keyboard would cover half of what was opened.
		if (open) (matchMedia("(pointer:coarse)").matches ? dialog : dialog.querySelector("textarea"))?.focus();
	}

	/** The sheet keeps clear of a phone's keyboard, which covers the page without making it smaller. */
	#fit = () => {
		const seen = visualViewport;
		const style = this.#dialog.current?.style;
		style?.setProperty("--seen", seen && `${seen.height}px`);
		style?.setProperty("--top", seen && `${seen.offsetTop}px`);
	};

	render({ session, name, onClose }: PanelProps) {
		const { info, thread } = session;
		const { state, availability: latest } = thread.view;
		// Whoever had it until it was closed is with the visitor no longer.
		const handler = state?.status !== "closed" && state?.handler;
		const title = info?.name ?? (name || "Chat");
		const people = latest ?? info?.availability;
		const close = (event: Event) => {
			event.preventDefault();
			onClose();
		};
		return (
			<dialog
				ref={this.#dialog}
				class="panel"
				aria-label={title}
				tabIndex={-1}
				onCancel={close}
				onKeyDown={(event) => {
					// What is typed here is none of the page's shortcuts.
					event.stopPropagation();
					if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented) close(event);
				}}
			>
				<div class="head">
					<span class="mark" aria-hidden="true">
						{[...title][0]?.toUpperCase()}
					</span>
					<div class="title">
						<h2 dir="auto">{title}</h2>
						<p>
							{handler === "human" && state?.assignee
								? `${state.assignee.name} is with you`
								: handler === "waiting"
									? "Waiting for a person"
									: `AI answers first${people ? availability(people) : ""}`}
						</p>
					</div>
					<Menu thread={thread} />
					<button type="button" class="icon" aria-label="Close the chat" onClick={onClose}>
						<Icon name="close" />
					</button>
				</div>
				<Feed session={session} />
				<Composer session={session} />
			</dialog>
		);
	}
}
