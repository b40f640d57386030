import { type Arrow, type ArrowEnd, keyOf } from './arrows.ts';
import type { Drawing } from './drawing.ts';
import { everyWorkload } from './joint.ts';
import { isOnEveryPort, portsText, type Strand } from './strand.ts';

/** All that is a node: groups where they are an end, boxes, junctions. */
export function nodesOf({ boxes, arrows, junctions, amongGroups }: Drawing): readonly ArrowEnd[] {
  const groups = new Set([
    ...arrows.flatMap(({ from, to }) => [from, to].flatMap(groupIn)),
    ...amongGroups.map(({ group }) => group),
  ]);
  return [
    ...[...groups].sort().map((group) => ({ kind: 'all', group }) as const),
    ...boxes.map((_, box) => ({ kind: 'box', box }) as const),
    ...junctions.map((_, number) => ({ kind: 'junction', number }) as const),
  ];
}

function groupIn(end: ArrowEnd): readonly string[] {
  return end.kind === 'all' ? [end.group] : [];
}

/** The group whose cluster a node stands in; undefined for one that stands outside of all. */
export function clusterOf(end: ArrowEnd, drawing: Drawing): string | undefined {
  if (end.kind !== 'junction') return groupAt(end, drawing);
  const groups = drawing.arrows.flatMap(({ from, to }) => {
    if (keyOf(from) === keyOf(end)) return [groupAt(to, drawing)];
    return keyOf(to) === keyOf(end) ? [groupAt(from, drawing)] : [];
  });
  const [group, ...more] = new Set(groups);
  return more.length === 0 ? group : undefined;
}

function groupAt(end: ArrowEnd, { boxes }: Drawing): string | undefined {
  if (end.kind === 'all') return end.group === everyWorkload ? undefined : end.group;
  const box = end.kind === 'box' ? boxes[end.box] : undefined;
  return box?.members[0]?.side === undefined ? box?.group : undefined;
}

/** A name for each node, which no other node has, whatever workloads are called. */
export function nodeNames(drawing: Drawing): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const end of nodesOf(drawing)) {
    const wanted = wantedName(end, drawing);
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted} (${number})`;
    taken.add(name);
    names.set(keyOf(end), name);
  }
  return names;
}

function wantedName(end: ArrowEnd, { boxes, isWhole }: Drawing): string {
  if (end.kind === 'junction') return `junction ${end.number + 1}`;
  if (end.kind === 'all') {
    const every = isWhole ? 'every workload' : 'every workload shown';
    return end.group === everyWorkload ? every : `${every} of ${end.group}`;
  }
  const [first, ...more] = boxes[end.box]?.members ?? [];
  const text = first?.text ?? '';
  return more.length === 0 ? text : `${text} and ${more.length} more`;
}

/** For each node by its key the ports that lines end at, each in a row of its label. */
export type Sockets = ReadonlyMap<string, readonly Strand[]>;

export function socketsOf({ arrows }: Drawing): Sockets {
  const byNode = Map.groupBy(arrows.filter(endsAtSocket), ({ to }) => keyOf(to));
  return new Map(
    [...byNode].map(([key, given]) => {
      const strands = new Map(given.map(({ strand }) => [portsText(strand), strand]));
      const inOrder = [...strands].sort(([one], [other]) => (one < other ? -1 : 1));
      return [key, inOrder.map(([, strand]) => strand)];
    }),
  );
}

/** The place of the row that a line ends at; undefined where it ends at the node as a whole. */
export function socketAt(arrow: Arrow, sockets: Sockets): number | undefined {
  if (!endsAtSocket(arrow)) return undefined;
  const text = portsText(arrow.strand);
  const rows = sockets.get(keyOf(arrow.to)) ?? [];
  return rows.findIndex((strand) => portsText(strand) === text);
}

/** A junction bears the ports of its lines itself. */
function endsAtSocket({ from, to, strand }: Arrow): boolean {
  return !isOnEveryPort(strand) && from.kind !== 'junction' && to.kind !== 'junction';
}
