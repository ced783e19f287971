/**
 * The chat's panel: header with menu, feed, composer. Escape and the close button minimise it.
 * The chat's components are classes, because Preact's hooks would add 1.4 KB.
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
		// On a phone the panel covers the page, so it is modal: nothing below it can get the focus.
		else if (matchMedia("(max-width:480px)").matches) dialog.showModal();
		else dialog.show();
		for (const type of ["resize", "scroll"])
			visualViewport?.[open ? "addEventListener" : "removeEventListener"](type, this.#fit);
		this.#fit();
		// On a touch screen, focus in the text area would open the keyboard, which covers half of the panel.
		if (open) (matchMedia("(pointer:coarse)").matches ? dialog : dialog.querySelector("textarea"))?.focus();
	}

	/** Fits the panel to the visual viewport: a phone's keyboard covers the page without resizing the layout viewport. */
	#fit = () => {
		const viewport = visualViewport;
		const style = this.#dialog.current?.style;
		style?.setProperty("--seen", viewport && `${viewport.height}px`);
		style?.setProperty("--top", viewport && `${viewport.offsetTop}px`);
	};

	render({ session, name, onClose }: PanelProps) {
		const { info, thread } = session;
		const { state, availability: latest } = thread.view;
		// A closed conversation keeps its handler, but nobody is with the visitor any more.
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
