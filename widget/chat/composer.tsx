/**
 * The composer. Enter sends and Shift+Enter breaks the line; the Enter that ends an input method's composition does
 * neither. The draft is saved on every change, so it survives the page.
 */
import { Component, createRef } from "preact";
import { isBlank, MAX_TEXT_LENGTH } from "../../src/protocol/limits.ts";
import { Icon } from "./icons.tsx";
import type { ChatSession } from "./session/session.ts";

/** The characters that are left are counted from here on. */
const COUNTED_LEFT = 400;

type ComposerProps = { session: ChatSession };
type ComposerState = { text: string; full: boolean };

export class Composer extends Component<ComposerProps, ComposerState> {
	override state = { text: this.props.session.draft, full: false };
	#area = createRef<HTMLTextAreaElement>();

	override componentDidUpdate(_: ComposerProps, before: ComposerState) {
		if (before.text !== this.state.text) this.#grow();
	}

	/**
	 * Fits the height to the text; the style sheet sets the maximum. It also runs on focus, because a saved draft was set
	 * before the element had a size.
	 */
	#grow = () => {
		const area = this.#area.current;
		if (!area) return;
		area.style.height = "auto";
		area.style.height = `${area.scrollHeight}px`;
	};

	#type(text: string) {
		this.setState({ text, full: false });
		this.props.session.draft = text;
	}

	#ready = () =>
		(this.props.session.attached || !isBlank(this.state.text)) && this.state.text.length <= MAX_TEXT_LENGTH;

	#send = (event: Event) => {
		event.preventDefault();
		if (!this.#ready()) return;
		const { session } = this.props;
		if (session.thread.send(this.state.text.trim(), session.attached)) {
			session.attached = undefined;
			this.#type("");
		} else this.setState({ full: true });
		this.#area.current?.focus();
	};

	render({ session }: ComposerProps, { text, full }: ComposerState) {
		const left = MAX_TEXT_LENGTH - text.length;
		return (
			<form class="composer" onSubmit={this.#send}>
				{(full || left < COUNTED_LEFT) && (
					<output class={left < 0 || full ? "count problem" : "count"}>
						{full ? "Too many unsent messages." : left < 0 ? `${-left} characters too many` : `${left} characters left`}
					</output>
				)}
				<div class="box">
					{session.attach?.()}
					<textarea
						ref={this.#area}
						rows={1}
						dir="auto"
						aria-label="Your message"
						placeholder="Write a message"
						enterkeyhint="send"
						value={text}
						onInput={({ currentTarget: { value } }) => {
							this.#type(value);
							if (value !== "") session.thread.typing();
						}}
						onFocus={this.#grow}
						onKeyDown={(event) => {
							// Safari ends the composition before this Enter; only the legacy key code 229 identifies it.
							if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229)
								this.#send(event);
						}}
					/>
					<button type="submit" class="send" aria-label="Send" disabled={!this.#ready()}>
						<Icon name="send" />
					</button>
				</div>
			</form>
		);
	}
}
