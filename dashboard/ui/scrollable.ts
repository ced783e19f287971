/** For a region that scrolls: it has to be reachable by keyboard, or its end can't be read without a pointer. */
export const scrollable: { tabIndex: number } = { tabIndex: 0 };
