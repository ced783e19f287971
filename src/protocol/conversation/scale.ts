/**
 * The version of the scale on which the AI's confidence is measured. It grows whenever the number comes to mean something
 * else, and it is stored with every confidence, because numbers of two scales must not be compared or added up.
 *
 * 1: the chance that the first article found is the right one. Stored without a version.
 * 2: the chance that what is said answers the question: of the text that is quoted, or of a model's text after its verdict.
 */
export const SCALE = 2;

/** The scale of what was stored before scales had a version. */
export const FIRST_SCALE = 1;
