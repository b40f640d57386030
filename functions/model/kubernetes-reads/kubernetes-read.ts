/** A kind, or one object of it, that the scanner reads over the Kubernetes API. */
export type KubernetesRead = {
  readonly id: string;
  /** API group, empty for the core group. */
  readonly apiGroup: string;
  readonly version: string;
  /** Plural resource name as in the URL. */
  readonly resource: string;
  readonly kind: string;
  /** False for a kind whose objects belong to the cluster and to no namespace. */
  readonly isNamespaced?: false;
  /**
   * A built-in kind is served by every API server; for any other kind 404 means "not installed",
   * if discovery does not list it under another version.
   */
  readonly isBuiltIn: boolean;
  /**
   * Other API versions in which the kind has the same fields. Manifests may use any of them; a live
   * cluster is asked for those of the same group, where it does not serve `version`.
   */
  readonly alsoIn?: readonly string[];
  /** A kind that comes with another one: where that is not installed, this one is not asked for. */
  readonly comesWith?: string;
  /** Set where one object is read by name instead of listing the kind. */
  readonly object?: { readonly namespace: string; readonly name: string };
};

export const builtIn = <Resource extends string>(
  apiGroup: string,
  resource: Resource,
  kind: string,
) =>
  ({
    id: resource,
    apiGroup,
    version: 'v1',
    resource,
    kind,
    isBuiltIn: true,
  }) as const;

export const clusterScoped = <Read extends KubernetesRead>(read: Read) => ({
  ...read,
  isNamespaced: false as const,
});

export const customKind = <Resource extends string, const Group extends string>(
  groupVersion: readonly [group: Group, version: string],
  resource: Resource,
  kind: string,
) =>
  ({
    id: `${resource}.${groupVersion[0]}`,
    apiGroup: groupVersion[0],
    version: groupVersion[1],
    resource,
    kind,
    isBuiltIn: false,
  }) as const;

export const alsoIn = <Read extends KubernetesRead>(
  read: Read,
  ...apiVersions: readonly string[]
) => ({
  ...read,
  alsoIn: apiVersions,
});
