/** Named in every artifact and every request. A test holds the version to that of the package. */
export const tool = { name: 'ringfence', version: '0.1.0' } as const;

export type Tool = { readonly name: string; readonly version: string };
