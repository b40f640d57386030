import * as z from 'zod';
import type { PolicyEndpoint } from '../../model/network-objects.ts';
import { isSameJson } from '../same-json.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

// Plain fields, as in raw-pod-spec.ts: a policy over a large cluster lists thousands of addresses.
const text = z.string().nullish();
const number = z.number().nullish();
const list = <Item extends z.ZodType>(item: Item) => z.array(item).nullish();

const entry = z.object({
  cidr: text,
  domainName: text,
  except: list(z.string()),
  ports: list(z.object({ protocol: text, port: number, endPort: number })),
});

const rawPolicyEndpoint = z.object({
  metadata: objectMetadata,
  spec: z.object({
    policyRef: z.object({ namespace: text, name: z.string() }),
    podIsolation: list(z.string()),
    podSelectorEndpoints: list(z.object({ namespace: text, name: z.string(), podIP: text })),
    ingress: list(entry),
    egress: list(entry),
  }),
});

export function projectPolicyEndpoint(item: unknown): PolicyEndpoint {
  const { metadata, spec } = rawPolicyEndpoint.parse(item);
  const own = namespacedName(metadata);
  const { policyRef, podSelectorEndpoints } = spec;
  return {
    ...own,
    policy: { namespace: policyRef.namespace || own.namespace, name: policyRef.name },
    isolates: spec.podIsolation ?? [],
    pods: (podSelectorEndpoints ?? []).map(({ namespace, name, podIP }) => ({
      namespace: namespace || own.namespace,
      name,
      podIP: podIP || undefined,
    })),
    ingress: entriesOf(spec.ingress ?? []),
    egress: entriesOf(spec.egress ?? []),
  };
}

type RawEntry = z.output<typeof entry>;
type Entry = PolicyEndpoint['ingress'][number];

/** The peers of one rule follow one another, and share the list of its ports. */
function entriesOf(given: readonly RawEntry[]): Entry[] {
  let last: { readonly raw: RawEntry['ports']; readonly ports: Entry['ports'] } | undefined;
  return given.map(({ cidr, domainName, except, ports: raw }) => {
    const ports: Entry['ports'] =
      last !== undefined && isSameJson(last.raw, raw) ? last.ports : portsOf(raw);
    last = { raw, ports };
    return {
      cidr: cidr || undefined,
      domainName: domainName || undefined,
      except: except ?? [],
      ports,
    };
  });
}

function portsOf(raw: RawEntry['ports']): Entry['ports'] {
  return (raw ?? []).map(({ protocol, port, endPort }) => ({
    protocol: protocol || undefined,
    port: port ?? undefined,
    endPort: endPort ?? undefined,
  }));
}
