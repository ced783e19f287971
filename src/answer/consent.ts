/**
 * "Yes please", typed under an offer instead of pressing its button. Only the whole message counts: "yes, but do you
 * ship to Norway?" goes on with the AI.
 */
import { fold, words } from "../language/terms.ts";

const yes = new Set(
	words(
		fold(`yes yeah yep yup ya sure ok okay please ofcourse absolutely definitely do of course go ahead id like that i would
			want to do ja gern gerne bitte klar sí si claro vale por favor oui volontiers bien sûr sim claro quero certo certo volentieri
			graag prima tak poproszę oczywiście evet lütfen tamam olur نعم اجل ايوه تمام من فضلك`),
	),
);
/** Said with the others, but no answer by themselves. */
const weak = new Set(words("do of go i id to that would want like please bitte por favor"));
const unspaced = /^(?:はい|お願いします|はい、?お願いします|是|是的|好|好的|可以|行|要|嗯)[。！!.]*$/;

export function agrees(text: string): boolean {
	const folded = fold(text.trim());
	if (unspaced.test(folded)) return true;
	const all = words(folded);
	return (
		all.length > 0 &&
		all.length <= 6 &&
		all.every((word) => yes.has(word)) &&
		(all.some((word) => !weak.has(word)) || (all.length === 1 && all[0] === "please"))
	);
}
