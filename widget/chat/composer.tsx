/** The box to write in. Enter sends, Shift+Enter breaks the line, and a composed character's Enter does neither. */
import { Component, createRef } from "preact";
import type { ThreadCore } from "../../src/protocol/client/core.ts";
import { MAX_TEXT_LENGTH } from "../../src/protocol/limits.ts";
import { Icon } from "./icons.tsx";

const COUNTED_FROM = MAX_TEXT_LENGTH - 400;

type ComposerProps = { thread: ThreadCore };
type ComposerState = { text: string; full: boolean };

export class Composer extends Component<ComposerProps, ComposerState> {
	override state = { text: "", full: false };
	#area = createRef<HTMLTextAreaElement>();

	/** Grows with what is written; the style sheet says how far. */
	override componentDidUpdate(_: ComposerProps, before: ComposerState) {
		const area = this.#area.current;
		if (!area || before.text === this.state.text) return;
		area.style.height = "auto";
		area.style.height = `${area.scrollHeight}px`;
	}

	#ready = () => this.state.text.trim() !== "" && this.state.text.length <= MAX_TEXT_LENGTH;

	#send = (event: Event) => {
		event.preventDefault();
		if (!this.#ready()) return;
		const taken = this.props.thread.send(this.state.text.trim());
		this.setState(taken ? { text: "", full: false } : { full: true });
		this.#area.current?.focus();
	};

	render({ thread }: ComposerProps, { text, full }: ComposerState) {
		const left = MAX_TEXT_LENGTH - text.length;
		return (
			<form class="composer" onSubmit={this.#send}>
				{(full || text.length > COUNTED_FROM) && (
					<output class={left < 0 || full ? "count problem" : "count"}>
						{full
							? "Too many messages wait to be sent. This one stays here."
							: left < 0
								? `${-left} characters too many`
								: `${left} characters left`}
					</output>
				)}
				<div class="box">
					<textarea
						ref={this.#area}
						rows={1}
						dir="auto"
						aria-label="Your message"
						placeholder="Write a message"
						enterkeyhint="send"
						value={text}
						onInput={({ currentTarget: { value } }) => {
							this.setState({ text: value });
							if (value !== "") thread.typing();
						}}
						onKeyDown={(event) => {
							// Safari ends the composition before this Enter and tells only by the old key code.
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
