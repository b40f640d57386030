import type { Random } from './random.ts';

/* The few words that random clusters are made of, so that selectors hit about as often as not. */

export const podLabels: Readonly<Record<string, readonly string[]>> = {
  app: ['web', 'api', 'db'],
  tier: ['front', 'back'],
  'example.com/beta': ['', 'on'],
};
export const namespaceLabels: Readonly<Record<string, readonly string[]>> = {
  env: ['prod', 'dev'],
  team: ['red', 'blue'],
};
export const nodeLabels: Readonly<Record<string, readonly string[]>> = {
  zone: ['a', 'b'],
  role: ['worker'],
};
export const namespaceNames = ['alpha', 'beta', 'gamma', 'delta', 'kube-system'] as const;
export const portNames = ['http', 'metrics', 'dns'] as const;
export const portNumbers = [1, 53, 80, 443, 8080, 8081, 9000, 65_535] as const;
export const protocolNames = ['TCP', 'UDP', 'SCTP'] as const;
export const serviceAccounts = ['default', 'runner'] as const;
export const dnsNames = [
  'example.com',
  'www.example.com',
  'deep.www.example.com',
  'other.example',
] as const;
export const externalAddresses = ['203.0.113.7', '203.0.113.200', '8.8.8.8', '10.9.9.9'] as const;
export const externalAddresses6 = ['2001:db8::7', 'fd00:9::9'] as const;

const blocks = [
  '0.0.0.0/0',
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.0.0.0/8',
  '10.0.1.0/24',
  '10.0.1.77/24',
  '10.0.2.0/25',
  '192.168.1.0/24',
  '192.168.1.0/30',
  '203.0.113.0/24',
  '203.0.113.7/32',
  '8.0.0.0/5',
  '0.0.0.0/1',
] as const;
const blocks6 = ['::/0', 'fd00::/8', 'fd00:1::/32', '2001:db8::/32', '2001:db8::7/128'] as const;
const insideOf: Readonly<Record<string, readonly string[]>> = {
  '0.0.0.0/0': ['10.0.0.0/8', '203.0.113.0/24', '192.168.0.0/16', '128.0.0.0/1'],
  '10.0.0.0/8': ['10.0.1.0/24', '10.0.2.0/24', '10.9.9.9/32'],
  '10.0.1.0/24': ['10.0.1.0/29', '10.0.1.2/32'],
  '192.168.1.0/24': ['192.168.1.1/32'],
  '203.0.113.0/24': ['203.0.113.7/32', '203.0.113.128/25'],
  '::/0': ['fd00::/8', '2001:db8::7/128'],
  'fd00::/8': ['fd00:1::/32'],
};

/** A block, often one with the addresses of some pods or of external peers. */
export function randomBlock(random: Random, addresses: readonly string[]): string {
  if (addresses.length > 0 && random.chance(0.25)) {
    const address = random.pick(addresses);
    return address.includes(':') ? `${address}/128` : `${address}/32`;
  }
  return random.chance(0.15) ? random.pick(blocks6) : random.pick(blocks);
}

/** Blocks to leave out of a block: always inside of it. */
export function randomExcepts(random: Random, block: string): readonly string[] {
  return random.chance(0.4) ? random.some(insideOf[block] ?? [], 2) : [];
}

export function randomLabels(
  random: Random,
  words: Readonly<Record<string, readonly string[]>>,
  probability = 0.7,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words)
      .filter(() => random.chance(probability))
      .map(([key, values]) => [key, random.pick(values)]),
  );
}

/** A selector that is there; often an empty one, in one of its spellings. */
export function randomSelector(
  random: Random,
  words: Readonly<Record<string, readonly string[]>>,
): unknown {
  const kind = random.int(6);
  if (kind === 0) return {};
  if (kind === 1) return random.pick([{ matchLabels: {} }, { matchExpressions: [] }]);
  const matchLabels = () => Object.fromEntries([randomPair(random, words)]);
  const matchExpressions = () => random.times(1, 2, () => randomExpression(random, words));
  if (kind <= 3) return { matchLabels: matchLabels() };
  if (kind === 4) return { matchExpressions: matchExpressions() };
  return { matchLabels: matchLabels(), matchExpressions: matchExpressions() };
}

export function randomPair(
  random: Random,
  words: Readonly<Record<string, readonly string[]>>,
): readonly [key: string, value: string] {
  const [key, values] = random.pick(Object.entries(words));
  return [key, random.pick(values)];
}

function randomExpression(
  random: Random,
  words: Readonly<Record<string, readonly string[]>>,
): unknown {
  const [key, values] = random.pick(Object.entries(words));
  const operator = random.pick(['In', 'NotIn', 'Exists', 'DoesNotExist']);
  if (operator === 'Exists' || operator === 'DoesNotExist') return { key, operator };
  const listed = random.times(1, 2, () => random.pick([...values, 'nothing']));
  return { key, operator, values: [...new Set(listed)] };
}

/** A selector of the pods that a policy acts on: of all of them, as often as not. */
export function randomSubject(
  random: Random,
  words: Readonly<Record<string, readonly string[]>>,
): unknown {
  return random.chance(0.5) ? {} : randomSelector(random, words);
}

/** Selectors of namespaces may also name one, by the label that the API server sets. */
export function randomNamespaceSelector(random: Random): unknown {
  return randomSelector(random, {
    ...namespaceLabels,
    'kubernetes.io/metadata.name': namespaceNames,
  });
}
