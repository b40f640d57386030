import type { Pod, Snapshot } from '../../functions/model/snapshot.ts';
import { tweak } from '../minimal-snapshot.ts';
import type { RawObject } from './raw-spec.ts';

/*
 * Changes to a cluster of which one can say what they do to the answers, whatever the cluster.
 */

/** Every pod and node with an address, so that no answer hangs on one that is not known. */
export function withAddresses(snapshot: Snapshot): Snapshot {
  return tweak(snapshot, {
    pods: snapshot.pods.map((pod, index) => ({
      ...pod,
      podIPs: pod.podIPs.length > 0 ? pod.podIPs : [`10.0.4.${index + 1}`],
    })),
    nodes: snapshot.nodes.map((node, index) => ({
      ...node,
      internalIPs: node.internalIPs.length > 0 ? node.internalIPs : [`192.168.1.${index + 1}`],
    })),
  });
}

/** Policies, the objects they name, pods, nodes and namespaces, turned round. */
export function reversed(snapshot: Snapshot): Snapshot {
  return tweak(snapshot, {
    namespaces: snapshot.namespaces.toReversed(),
    pods: snapshot.pods.toReversed(),
    nodes: snapshot.nodes.toReversed(),
    networkPolicies: snapshot.networkPolicies.toReversed(),
    otherPolicies: snapshot.otherPolicies.toReversed(),
    policyObjects: snapshot.policyObjects.toReversed(),
  });
}

/** Every address block as the two halves of it. */
export function withHalvedBlocks(snapshot: Snapshot): Snapshot {
  return onSpecs(snapshot, (spec) => halvedIn(spec));
}

const blockLists = ['networks', 'nets', 'notNets', 'fromCIDR', 'toCIDR'];

function halvedIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.flatMap((item) => halvesOfPeer(item).map(halvedIn));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      blockLists.includes(key) && Array.isArray(inner)
        ? inner.flatMap((block) => halvesOf(String(block)))
        : halvedIn(inner),
    ]),
  );
}

/** An `ipBlock`, or an item of a Cilium set of CIDRs, as two with what is left out of each. */
function halvesOfPeer(item: unknown): readonly unknown[] {
  const peer = item as RawObject | null;
  if (typeof peer?.['cidr'] === 'string') return halvesWithExcepts(peer, peer['cidr']);
  const block = peer?.['ipBlock'] as RawObject | undefined;
  if (typeof block?.['cidr'] !== 'string') return [item];
  return halvesWithExcepts(block, block['cidr']).map((half) => ({ ...peer, ipBlock: half }));
}

function halvesWithExcepts(block: RawObject, cidr: string): readonly RawObject[] {
  const except = (block['except'] ?? []) as readonly string[];
  // A half that is left out as a whole would be a block that leaves out itself.
  if (except.some((inner) => halvesOf(cidr).includes(inner))) return [block];
  return halvesOf(cidr).map((half) => ({
    ...block,
    cidr: half,
    except: except.filter((inner) => isInside(inner, half)),
  }));
}

function halvesOf(cidr: string): readonly string[] {
  const [address = '', length = ''] = cidr.split('/');
  const size = Number(length);
  if (address.includes(':')) return size === 0 ? ['::/1', '8000::/1'] : [cidr];
  if (size >= 32) return [cidr];
  const step = 2 ** (32 - size);
  const first = Math.floor(numberOf(address) / step) * step;
  return [first, first + step / 2].map((half) => `${textOf(half)}/${size + 1}`);
}

function isInside(inner: string, outer: string): boolean {
  const [address = ''] = inner.split('/');
  const [base = '', length = ''] = outer.split('/');
  if (address.includes(':') !== base.includes(':')) return false;
  if (base.includes(':')) return /^[89a-f]/.test(address) === /^[89a-f]/.test(base);
  const step = 2 ** (32 - Number(length));
  return Math.floor(numberOf(address) / step) === Math.floor(numberOf(base) / step);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** A namespace under another name, in everything that names it. */
export function withNamespaceRenamed(snapshot: Snapshot, from: string, to: string): Snapshot {
  const spaceOf = <Item extends { readonly namespace?: string | undefined }>(item: Item): Item =>
    item.namespace === from ? { ...item, namespace: to } : item;
  const named = onSpecs(snapshot, (spec) => renamedIn(spec, from, to));
  return tweak(named, {
    namespaces: named.namespaces.map((space) => renamedIn(space, from, to) as typeof space),
    pods: named.pods.map((pod) => ({ ...spaceOf(pod), owner: spaceOf(pod.owner) })),
    networkPolicies: named.networkPolicies.map(spaceOf),
    otherPolicies: named.otherPolicies.map(spaceOf),
    policyObjects: named.policyObjects.map(spaceOf),
  });
}

/** Values that are the name, and the name in quotes inside of expressions. */
function renamedIn(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') {
    const inQuotes = new RegExp(`(['"])${from}\\1`, 'g');
    return value === from ? to : value.replaceAll(inQuotes, `$1${to}$1`);
  }
  if (Array.isArray(value)) return value.map((item) => renamedIn(item, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, renamedIn(inner, from, to)]),
  );
}

/** A pod once more: the same in everything but its name. */
export function withCopy(snapshot: Snapshot, pod: Pod, name: string): Snapshot {
  const isBare = pod.owner.kind === 'Pod' && pod.owner.name === pod.name;
  const owner = isBare ? { ...pod.owner, name } : pod.owner;
  return tweak(snapshot, { pods: [...snapshot.pods, { ...pod, name, owner }] });
}

/** A label that no policy asks for, on every second pod, namespace and node. */
export function withUnrelatedLabels(snapshot: Snapshot): Snapshot {
  const labelled = <Item extends { readonly labels: Readonly<Record<string, string>> }>(
    item: Item,
    index: number,
  ): Item =>
    index % 2 === 0 ? { ...item, labels: { ...item.labels, 'unrelated/key': `v${index}` } } : item;
  return tweak(snapshot, {
    pods: snapshot.pods.map(labelled),
    namespaces: snapshot.namespaces.map(labelled),
    nodes: snapshot.nodes.map(labelled),
  });
}

function onSpecs(snapshot: Snapshot, change: (spec: unknown) => unknown): Snapshot {
  return tweak(snapshot, {
    networkPolicies: snapshot.networkPolicies.map((policy) => ({
      ...policy,
      spec: change(policy.spec),
    })),
    otherPolicies: snapshot.otherPolicies.map((policy) => ({
      ...policy,
      specs: policy.specs.map(change),
    })),
    policyObjects: snapshot.policyObjects.map((object) => ({
      ...object,
      specs: object.specs.map(change),
    })),
  });
}
