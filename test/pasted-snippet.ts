import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { manifestSource } from '../cli/sources/manifest-source.ts';
import { snapshotOfSource } from '../cli/sources/source-snapshot.ts';
import type { Snippet } from '../functions/model/control.ts';
import type { NetworkPolicy, Snapshot } from '../functions/model/snapshot.ts';
import { shellCommands } from './shell-words.ts';

/** The snapshot of the same cluster after somebody pasted a snippet whose placeholders are filled in. */
export async function afterPasting(snapshot: Snapshot, { form, text }: Snippet): Promise<Snapshot> {
  if (form === 'yaml') return withObjects(snapshot, await snapshotOfManifest(text));
  return shellCommands(text).reduce(
    (given, { words }) =>
      afterCommand(
        given,
        words.map((word) => word.text),
      ),
    snapshot,
  );
}

async function snapshotOfManifest(text: string): Promise<Snapshot> {
  const folder = await mkdtemp(join(tmpdir(), 'pasted-'));
  try {
    const file = join(folder, 'objects.yaml');
    await writeFile(file, text);
    const source = await manifestSource([file], { namespace: 'default', clusterName: 'given' });
    return await snapshotOfSource(source);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Named = {
  readonly kind?: string;
  readonly namespace?: string | undefined;
  readonly name: string;
};

/** As `kubectl apply` does: what has the same name is replaced, the rest is added. */
function applied<Item extends Named>(present: readonly Item[], pasted: readonly Item[]): Item[] {
  const keyOf = ({ kind = '', namespace = '', name }: Named): string =>
    `${kind} ${namespace}/${name}`;
  const keys = new Set(pasted.map(keyOf));
  return [...present.filter((item) => !keys.has(keyOf(item))), ...pasted];
}

function withObjects(snapshot: Snapshot, pasted: Snapshot): Snapshot {
  const { vpcCniConfig = snapshot.vpcCniConfig } = pasted;
  return {
    ...snapshot,
    networkPolicies: applied(snapshot.networkPolicies, pasted.networkPolicies),
    otherPolicies: applied(snapshot.otherPolicies, pasted.otherPolicies),
    services: snapshot.services
      .filter(({ name }) => pasted.services.every((service) => service.name !== name))
      .concat(pasted.services),
    ingresses: applied(snapshot.ingresses, pasted.ingresses),
    roles: applied(snapshot.roles, pasted.roles),
    bindings: applied(snapshot.bindings, pasted.bindings),
    ...(vpcCniConfig !== undefined && { vpcCniConfig }),
  };
}

const step = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('replace'), path: z.string(), value: z.json() }),
  z.strictObject({ op: z.literal('remove'), path: z.string() }),
]);

type Step = z.infer<typeof step>;
type Change = { readonly op: 'remove' } | { readonly op: 'replace'; readonly value: Json };

function afterCommand(snapshot: Snapshot, words: readonly string[]): Snapshot {
  const [, verb, kind, name] = words;
  const argument = (flag: string) => words[words.indexOf(flag) + 1] ?? '';
  const isMeant = (given: Named): boolean =>
    given.name === name &&
    (given.namespace ?? '') === (words.includes('--namespace') ? argument('--namespace') : '');
  const { networkPolicies, bindings } = snapshot;
  switch (`${verb} ${kind}`) {
    case 'delete networkpolicy':
      return { ...snapshot, networkPolicies: networkPolicies.filter((policy) => !isMeant(policy)) };
    case 'delete clusterrolebinding':
      return { ...snapshot, bindings: bindings.filter((binding) => !isMeant(binding)) };
    case 'patch networkpolicy': {
      const steps = z.array(step).parse(JSON.parse(argument('--patch')));
      const patched = networkPolicies.map((policy) =>
        isMeant(policy) ? stepped(policy, steps) : policy,
      );
      return { ...snapshot, networkPolicies: patched };
    }
    default:
      if (verb === 'get') return snapshot;
      throw new Error(`it is not known what "${words.join(' ')}" does`);
  }
}

/** A JSON patch (RFC 6902) of two kinds of step. */
function stepped(policy: NetworkPolicy, steps: readonly Step[]): NetworkPolicy {
  const { spec } = steps.reduce<{ readonly spec: NetworkPolicy['spec'] }>(
    (given, { path, ...change }) => ({
      spec: changed(given.spec, path.split('/').slice(2), change),
    }),
    policy,
  );
  return { ...policy, spec };
}

type Json = NetworkPolicy['spec'];

function changed(value: Json, [part = '', ...rest]: readonly string[], change: Change): Json {
  if (typeof value !== 'object' || value === null) throw new Error(`there is nothing at ${part}`);
  const entries: [string, Json][] = Object.entries(value);
  if (entries.every(([name]) => name !== part)) throw new Error(`there is nothing at ${part}`);
  const next = entries.flatMap(([name, inner]): [string, Json][] => {
    if (name !== part) return [[name, inner]];
    if (rest.length > 0) return [[name, changed(inner, rest, change)]];
    return change.op === 'remove' ? [] : [[name, change.value]];
  });
  return Array.isArray(value) ? next.map(([, inner]) => inner) : Object.fromEntries(next);
}
