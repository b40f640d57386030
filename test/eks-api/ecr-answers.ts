import { type Answer, type Fields, json11 } from './wire.ts';

export type FakeRegistry = {
  readonly repositories?: readonly Fields[];
  readonly scanningConfiguration?: Fields;
  /** The text of the policy of a repository. */
  readonly repositoryPolicies?: Readonly<Record<string, string>>;
};

/** The read calls of ECR: JSON 1.1. */
export function ecrAnswer(registry: FakeRegistry, action: string, input: Fields): Answer {
  const { repositories = [], scanningConfiguration = { scanType: 'BASIC', rules: [] } } = registry;
  if (action === 'DescribeRepositories') return describe(repositories, input);
  if (action === 'GetRegistryScanningConfiguration') {
    return json11.answer({ registryId: '111122223333', scanningConfiguration });
  }
  const name = String(input['repositoryName']);
  if (!repositories.some(({ repositoryName }) => repositoryName === name)) return missing(name);
  const policyText = registry.repositoryPolicies?.[name];
  if (policyText === undefined) {
    return refused('RepositoryPolicyNotFoundException', `'${name}' has no repository policy`);
  }
  return json11.answer({ registryId: '111122223333', repositoryName: name, policyText });
}

/** ECR takes at most 100 names of its own alphabet, and refuses all for one that does not exist. */
function describe(repositories: readonly Fields[], input: Fields): Answer {
  const names = input['repositoryNames'] as readonly string[];
  const isValid = names.length <= 100 && names.every((name) => /^[a-z0-9._/-]{2,256}$/.test(name));
  if (!isValid) return refused('InvalidParameterException', 'Invalid parameter repositoryNames');
  const known = new Map(
    repositories.map((repository) => [repository['repositoryName'], repository]),
  );
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) return missing(unknown);
  return json11.answer({ repositories: names.map((name) => known.get(name)) });
}

const missing = (name: string): Answer =>
  refused(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '111122223333'`,
  );

const refused = (type: string, message: string): Answer =>
  json11.error({ status: 400, type, message });
