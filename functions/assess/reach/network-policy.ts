import * as z from 'zod';
import { listOf, maybe, orDefault } from '../../model/kube-schema.ts';
import type { NetworkPolicy } from '../../model/snapshot.ts';
import { parseCidr } from './cidr.ts';
import { type Selector, selectorSchema } from './selector.ts';

export type Direction = 'ingress' | 'egress';

export type Rule = {
  /** None: every peer, inside the cluster and outside. */
  readonly peers: readonly Peer[];
  /** None: every port of every protocol. */
  readonly ports: readonly Port[];
};

/** A NetworkPolicy as it acts: a direction is there only where the policy isolates in it. */
export type ActingPolicy = {
  readonly name: string;
  readonly podSelector: Selector;
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
};

const cidr = z.string().refine((text) => parseCidr(text) !== undefined, 'not a CIDR');
const ipBlockSchema = z.strictObject({ cidr, except: listOf(cidr) });

const peerSchema = z
  .strictObject({
    podSelector: maybe(selectorSchema),
    namespaceSelector: maybe(selectorSchema),
    ipBlock: maybe(ipBlockSchema),
  })
  .refine(
    ({ podSelector, namespaceSelector, ipBlock }) =>
      (ipBlock === undefined) !== (podSelector === undefined && namespaceSelector === undefined),
    'a peer is either an ipBlock or selectors',
  );

const lastPort = 65_535;
const portNumber = z.number().int().min(1).max(lastPort);
// No cluster takes port 0; 0-65535 can only mean all ports, and is not to pass as unreadable.
const portSchema = z
  .strictObject({
    protocol: orDefault(z.enum(['TCP', 'UDP', 'SCTP']), 'TCP'),
    port: maybe(portNumber.or(z.literal(0)).or(z.string())),
    endPort: maybe(portNumber),
  })
  .refine(
    ({ port, endPort }) => endPort === undefined || (typeof port === 'number' && endPort >= port),
    { path: ['endPort'], message: 'endPort needs a number in port that is not above it' },
  )
  .refine(({ port, endPort }) => port !== 0 || endPort === lastPort, {
    path: ['port'],
    message: 'ports start at 1',
  });

const specSchema = z.strictObject({
  podSelector: orDefault(selectorSchema, selectorSchema.parse({})),
  policyTypes: listOf(z.enum(['Ingress', 'Egress'])),
  ingress: listOf(z.strictObject({ from: listOf(peerSchema), ports: listOf(portSchema) })),
  egress: listOf(z.strictObject({ to: listOf(peerSchema), ports: listOf(portSchema) })),
});

type Peer = Readonly<z.infer<typeof peerSchema>>;
type Port = Readonly<z.infer<typeof portSchema>>;
type Spec = Readonly<z.infer<typeof specSchema>>;

/** Reads a policy's spec, or tells which field it cannot judge. */
export function actingPolicy({
  name,
  spec,
}: NetworkPolicy): { readonly policy: ActingPolicy } | { readonly unreadable: string } {
  const parsed = specSchema.safeParse(spec);
  if (!parsed.success)
    return { unreadable: `NetworkPolicy ${name}: ${firstProblem(parsed.error)}` };
  const { podSelector, ingress, egress } = parsed.data;
  const directions = isolatedDirections(parsed.data);
  return {
    policy: {
      name,
      podSelector,
      ...(directions.includes('Ingress') && {
        ingress: ingress.map(({ from, ports }) => ({ peers: from, ports })),
      }),
      ...(directions.includes('Egress') && {
        egress: egress.map(({ to, ports }) => ({ peers: to, ports })),
      }),
    },
  };
}

/** NetworkPolicy v1: without policyTypes, Ingress always, and Egress where there are egress rules. */
function isolatedDirections({ policyTypes, egress }: Spec): readonly string[] {
  if (policyTypes.length > 0) return policyTypes;
  return egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function firstProblem({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return 'spec is not readable';
  const unknownKeys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const field = ['spec', ...issue.path.map(String), ...unknownKeys.slice(0, 1)].join('.');
  return unknownKeys.length > 0 ? `unknown field ${field}` : `${field}: ${issue.message}`;
}
