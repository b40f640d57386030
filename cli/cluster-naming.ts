import { type ClusterRef, clusterRefSchema } from '../functions/model/cluster.ts';
import { StageError } from '../functions/model/errors.ts';

const clusterArn =
  /^arn:[a-z-]+:eks:(?<region>[a-z0-9-]+):(?<account>\d{12}):cluster\/(?<name>[^/]+)$/;

/**
 * The place of a cluster in the store: of an ARN its parts, of any other name `local/local`.
 * A name that a person gave takes the place of the last part.
 */
export function clusterRefNamed(name: string, given?: string): ClusterRef {
  const parts = clusterArn.exec(name)?.groups;
  return clusterRefSchema.parse({
    account: parts?.['account'] ?? 'local',
    region: parts?.['region'] ?? 'local',
    name: given === undefined ? (parts?.['name'] ?? storableName(name)) : asGiven(given),
  });
}

/** What a person gave is refused rather than bent into shape. */
function asGiven(name: string): string {
  if (clusterRefSchema.shape.name.safeParse(name).success) return name;
  throw new StageError('BAD_INPUT', `"${name}" cannot be the name of a cluster`, {
    remedy: 'Use letters, digits, ".", "_" and "-", beginning with a letter or digit.',
  });
}

/** Context and folder names may hold anything; what a store key cannot hold becomes a dash. */
function storableName(name: string): string {
  const dashed = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return dashed === '' ? 'cluster' : dashed.slice(0, 100);
}
