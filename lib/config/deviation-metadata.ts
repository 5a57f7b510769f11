/** Under this type the manifest of the assembly, and no template, tells each deviation: reviews say when one is new or longer. */
export const DEVIATION_METADATA = 'strongroom:deviation';
