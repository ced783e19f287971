/** The runtime's own modules, empty: Node has none. Tests here may import what imports them, and call nothing of it. */
export class DurableObject {}
export const connect = null;
export const waitUntil = null;
