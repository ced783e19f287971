/** Attributes of a scrolling region: it must be focusable, or its end can't be reached by keyboard. */
export const scrollable: { tabIndex: number } = { tabIndex: 0 };
