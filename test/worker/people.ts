/** Who acts in worker tests: members with a role, visitors, and the workspaces they belong to. */

/** The host that worker tests talk to. */
export const ORIGIN = "https://parley.test";

export type Person = { id: string; name: string; email: string; cookie: string };
