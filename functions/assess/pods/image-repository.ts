/** An image as the container runtime reads its name. */
export type ImageReference = {
  /** `docker.io` where none is named. */
  readonly registry: string;
  /** Without the registry: `library/nginx`, `ingress-nginx/controller`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
};

/** Reads `[REGISTRY[:PORT]/]REPOSITORY[:TAG][@DIGEST]` (distribution/reference, normalized names). */
export function imageReference(image: string): ImageReference {
  const [, digest] = image.split('@');
  const path = imageRepository(image);
  const [named = ''] = image.split('@');
  const tag = named.slice(path.length + 1);
  return {
    ...placeOf(path),
    ...(tag === '' ? {} : { tag }),
    // What is no digest pins nothing: no runtime would pull it.
    ...(digest !== undefined && digestForm.test(digest) && { digest }),
  };
}

const digestForm = /^sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$/;

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

const dockerHub = 'docker.io';
const dockerHubNames: readonly string[] = [
  dockerHub,
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
];

function placeOf(path: string): Pick<ImageReference, 'registry' | 'repository'> {
  const [first = '', ...rest] = path.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const registry = isHost ? first.toLowerCase() : dockerHub;
  const repository = isHost ? rest.join('/') : path;
  if (!dockerHubNames.includes(registry)) return { registry, repository };
  // Docker Official Images are named without their namespace.
  const isOfficial = !repository.includes('/');
  return { registry: dockerHub, repository: isOfficial ? `library/${repository}` : repository };
}
