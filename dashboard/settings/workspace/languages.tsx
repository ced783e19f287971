/** The languages that the team writes in, as the settings and My account offer them. */
import { Section } from "../section.tsx";
import type { SectionProps } from "../draft.ts";

/** Those that answers and notices are written in. */
export const languages = ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ar", "zh", "ja"];

/** A language's name in itself: "Deutsch". */
export const nameOf = (tag: string): string => new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

/** In the order in which they were ticked: the first is used where nothing tells a visitor's own. */
export const LanguagesSection = ({ draft, set, readonly }: SectionProps) => (
	<Section
		title="Languages"
		text="Those your team writes in. Visitors are answered in their own; where nothing tells it, in the first of these."
	>
		<div class="languages" role="group" aria-label="Languages of the team">
			{languages.map((tag) => {
				const at = draft.languages.indexOf(tag);
				const next = at >= 0 ? draft.languages.toSpliced(at, 1) : [...draft.languages, tag];
				return (
					<label key={tag} class="pair">
						<input
							type="checkbox"
							class="cb"
							checked={at >= 0}
							disabled={readonly}
							onChange={() => set({ languages: next })}
						/>
						<span lang={tag}>
							{nameOf(tag)}
							{at === 0 && draft.languages.length > 1 && (
								<span class="quiet" lang="en">
									{" "}
									first
								</span>
							)}
						</span>
					</label>
				);
			})}
		</div>
	</Section>
);
