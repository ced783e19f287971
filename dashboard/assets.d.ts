/** Types of style sheet imports. A plain one is for its side effect: the bundler combines them into one file. */
declare module "*.css";

/** A CSS module: its class names as written, mapped to names that no other file has. */
declare module "*.module.css" {
	const classes: Readonly<Record<string, string>>;
	export default classes;
}

/** A file's address, hashed by the bundler. */
declare module "*?url" {
	const address: string;
	export default address;
}
