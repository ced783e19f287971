/** The tone of a notice: two short notes, made by the browser. Silent until somebody has clicked in the page, as browsers ask. */

let context: AudioContext | null = null;

const NOTES_HZ = [660, 880];
const NOTE_S = 0.12;
const VOLUME = 0.08;

export function playTone(): void {
	context ??= new AudioContext();
	if (context.state === "suspended") void context.resume().catch(() => undefined);
	const { currentTime, destination } = context;
	for (const [index, hz] of NOTES_HZ.entries()) {
		const from = currentTime + index * NOTE_S;
		const note = new OscillatorNode(context, { frequency: hz });
		const volume = new GainNode(context, { gain: 0 });
		volume.gain.setValueAtTime(0, from);
		volume.gain.linearRampToValueAtTime(VOLUME, from + 0.02);
		volume.gain.linearRampToValueAtTime(0, from + NOTE_S);
		note.connect(volume).connect(destination);
		note.start(from);
		note.stop(from + NOTE_S);
	}
}
