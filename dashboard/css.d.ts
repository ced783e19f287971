/** Types of style sheet imports, which are for their side effect: the bundler combines them into one file. */
declare module "*.css";
