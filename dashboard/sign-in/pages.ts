/** What is shown to somebody who isn't in yet: one file for the browser, which whoever is signed in never loads. */
export { SecondFactor } from "./factor.tsx";
export { Join } from "./join.tsx";
export { ProviderReturn } from "./providers.tsx";
export { Reset } from "./reset.tsx";
export { SetUp } from "./set-up.tsx";
export { SignIn } from "./sign-in.tsx";
