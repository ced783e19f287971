/** The Worker's bindings and variables that choose the models (wrangler.toml). */
export type AnswererEnv = Pick<Env, "AI"> & {
	ANSWERER?: string;
	MODEL_URL?: string;
	MODEL_NAME?: string;
	MODEL_KEY?: string;
};

export type EncoderEnv = AnswererEnv & {
	/** The name of a model for vectors at MODEL_URL. */
	EMBEDDING_NAME?: string;
};
