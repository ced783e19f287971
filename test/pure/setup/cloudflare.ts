/** The runtime's own modules, empty: Node has none. Tests here may import what imports them, and call nothing of it. */
// oxlint-disable-next-line no-extraneous-class -- it stands for a class
export class DurableObject {}
export const connect = null;
export const waitUntil = null;
