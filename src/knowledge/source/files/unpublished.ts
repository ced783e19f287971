/** What says of a text that its authors haven't published it: the keys of front matter and the columns of exports. Pure. */
import { unpublished } from "../../../language/document-words.ts";
import { fold } from "../../../language/text/fold.ts";

const yes = /^(?:true|yes|y|on|1)$/;
const no = /^(?:false|no|n|off|0|never|none)$/;

/** Keys of which yes says so, and those of which no does. */
const privates = /^(?:is_?|_)?(?:draft|private|unlisted|hidden|unpublished|internal|archived?)$/;
const publics = /^(?:is_?)?(?:published?|public|live|visible|dg_?publish|render|list)$/;
const states = /(?:^|_)(?:status|state|visibility|workflow|access)$/;

/** `key`: as it is written, `value`: without its quotation marks. */
export function saysUnpublished(key: string, value: string): boolean {
	const [name, said] = [fold(key.trim()).replace(/[\s.-]+/g, "_"), fold(value.trim().slice(0, 100))];
	if (privates.test(name)) return yes.test(said);
	if (publics.test(name)) return no.test(said) || unpublished.test(said);
	return states.test(name) && unpublished.test(said);
}
