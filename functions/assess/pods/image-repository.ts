/** The repository of an image without tag and digest: `registry.k8s.io/ingress-nginx/controller`. */
export function imageRepository(image: string): string {
  const [named = ''] = image.split('@');
  const tagAt = named.lastIndexOf(':');
  return tagAt > named.lastIndexOf('/') ? named.slice(0, tagAt) : named;
}

/** Whether a repository ends in these path segments, in whatever registry it is mirrored. */
export function isRepository(repository: string, ending: string): boolean {
  return repository === ending || repository.endsWith(`/${ending}`);
}
